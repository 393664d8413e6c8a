package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.plan.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The running processes, as /proc shows them. */
final class Processes {
  private static final String DELETED = " (deleted)";

  private final Path proc;

  Processes(Path proc) {
    this.proc = proc;
  }

  /**
   * A process that is no zombie.
   *
   * @param program its name, cut by the kernel after 15 bytes
   * @param began its start time: with the number it is one process for ever
   */
  record Running(long pid, String program, long parent, String began) {
    // Not the record's own: the JVM makes that at the first call, which shows in a run's time.
    @Override
    public boolean equals(Object other) {
      return other instanceof Running that
          && pid == that.pid
          && program.equals(that.program)
          && parent == that.parent
          && began.equals(that.began);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(pid);
    }
  }

  /** The arguments a process was started with, the program first. */
  List<String> argumentsOf(long pid) {
    try {
      String line = Files.readString(folder(pid).resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return List.of(line.split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What it executes, whatever lies there by now; empty if it is gone or not ours to look into. */
  String executableOf(long pid) {
    return target(folder(pid).resolve("exe"));
  }

  /** The effective user's number. */
  OptionalInt uidOf(long pid) {
    try {
      String status = Files.readString(folder(pid).resolve("status"), StandardCharsets.ISO_8859_1);
      return OptionalInt.of(effectiveUid(status));
    } catch (IOException | RuntimeException e) {
      return OptionalInt.empty();
    }
  }

  /** Of what /proc/PID/status says (proc(5)): the second of the four. */
  static int effectiveUid(String status) {
    return Integer.parseInt(status.substring(status.indexOf("\nUid:\t")).split("\t")[2]);
  }

  /** All with this name that see the same files as this one: a container's are not this host's. */
  List<Running> namedHere(String program) {
    return here(p -> p.program.equals(program));
  }

  /** Whether one of them was started with such arguments. */
  boolean runsHereWith(Predicate<List<String>> such) {
    return !here(p -> such.test(argumentsOf(p.pid))).isEmpty();
  }

  private List<Running> here(Predicate<Running> wanted) {
    String here = target(proc.resolve("self/ns/mnt"));
    List<Running> found = new ArrayList<>();
    for (Path folder : folders()) {
      read(folder)
          .filter(wanted)
          .filter(p -> target(folder.resolve("ns/mnt")).equals(here))
          .ifPresent(found::add);
    }
    return found;
  }

  List<Running> childrenOf(long pid) {
    List<Running> children = new ArrayList<>();
    for (Path folder : folders()) {
      read(folder).filter(p -> p.parent == pid).ifPresent(children::add);
    }
    return children;
  }

  Optional<Running> of(long pid) {
    return read(folder(pid));
  }

  private Path folder(long pid) {
    return proc.resolve(Long.toString(pid));
  }

  boolean runs(Running process) {
    return of(process.pid).filter(p -> p.began.equals(process.began)).isPresent();
  }

  /** Those that have files under {@code folder} open, this one left out. */
  List<Host.Process> holdersOf(Path folder) {
    String self = Long.toString(ProcessHandle.current().pid());
    List<Host.Process> holders = new ArrayList<>();
    for (Path process : folders()) {
      if (!process.getFileName().toString().equals(self)
          && holds(process, file -> isUnder(file, folder.toString()))) {
        read(process).ifPresent(p -> holders.add(new Host.Process(p.pid, p.program)));
      }
    }
    return holders;
  }

  /** Who has this open, such as `socket:[4711]`; the first, if several share it. */
  Optional<Host.Process> holderOf(String descriptor) {
    for (Path process : folders()) {
      if (holds(process, descriptor::equals)) {
        return read(process).map(p -> new Host.Process(p.pid, p.program));
      }
    }
    return Optional.empty();
  }

  /** A file with such a name that a process has open, there or deleted; the first of them. */
  Optional<Path> openedBy(long pid, String suffix) {
    return opened(folder(pid))
        .map(
            file ->
                file.endsWith(DELETED) ? file.substring(0, file.length() - DELETED.length()) : file)
        .filter(file -> file.startsWith("/") && file.endsWith(suffix))
        .findFirst()
        .map(Path::of);
  }

  private static boolean isUnder(String file, String folder) {
    return file.startsWith(folder.equals("/") ? folder : folder + "/")
        || file.equals(folder)
        || file.equals(folder + DELETED);
  }

  /** Whether one of the process's open files is such a one. */
  private static boolean holds(Path process, Predicate<String> such) {
    return opened(process).anyMatch(such);
  }

  /** The process's open files; none if it ended meanwhile, or is not ours to look into. */
  private static Stream<String> opened(Path process) {
    List<Path> open = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      descriptors.forEach(open::add);
    } catch (IOException | DirectoryIteratorException e) {
      return Stream.empty();
    }
    return open.stream().map(Processes::target);
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(proc, p -> Character.isDigit(first(p)))) {
      all.forEach(folders::add);
    } catch (IOException e) {
      throw Failures.of("reading", proc, e);
    }
    return folders;
  }

  private static char first(Path path) {
    return path.getFileName().toString().charAt(0);
  }

  private static Optional<Running> read(Path folder) {
    try {
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      int open = stat.indexOf('(');
      // The name may itself hold blanks and brackets.
      int close = stat.lastIndexOf(')');
      String[] rest = stat.substring(close + 2).split(" ");
      if (rest[0].equals("Z") || rest[0].equals("X")) {
        return Optional.empty();
      }
      long pid = Long.parseLong(stat.substring(0, open - 1));
      return Optional.of(
          new Running(pid, stat.substring(open + 1, close), Long.parseLong(rest[1]), rest[19]));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
