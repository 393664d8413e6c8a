package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.host.Processes.Running;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** What a process executes: the kernel keeps it whole, whatever happened to the file since. */
final class Programs {
  private final Path proc;
  private final Processes processes;
  private final AccountFiles accounts;
  private final Sums sums;

  Programs(Path proc, Processes processes, AccountFiles accounts, Sums sums) {
    this.proc = proc;
    this.processes = processes;
    this.accounts = accounts;
    this.sums = sums;
  }

  Optional<Host.Program> of(long pid) {
    Path folder = proc.resolve(Long.toString(pid));
    try {
      Path exe = folder.resolve("exe");
      String file = Files.readSymbolicLink(exe).getFileName().toString();
      Optional<Running> process = processes.of(pid).filter(p -> isNamedAfter(p, file));
      if (process.isEmpty()) {
        return Optional.empty();
      }
      Sha256 sum = sums.ofRunning(exe);
      OptionalInt uid = processes.uidOf(pid);
      // The number may have become another process's while its program was read.
      return uid.isPresent() && processes.runs(process.get())
          ? Optional.of(new Host.Program(sum, accounts.userName(uid.getAsInt())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A script has its own name, and its shell's file. The kernel cuts names. */
  private static boolean isNamedAfter(Running process, String file) {
    return file.startsWith(process.program());
  }
}
