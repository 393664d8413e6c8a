package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.text.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a folder that is to become a machine's root says of that machine, by its files alone. */
final class ImageSurvey {
  /** Where a service's PATH leads, in its order. */
  private static final List<HostPath> JAVAS =
      Stream.of("/bin/java", "/usr/bin/java", "/usr/local/bin/java").map(HostPath::of).toList();

  private static final HostPath JVMS = HostPath.of("/usr/lib/jvm");
  private static final HostPath LBU = HostPath.of("/etc/lbu/lbu.conf");
  private static final Pattern MEDIA = Pattern.compile("(?m)^\\s*LBU_MEDIA=.*\\w");
  private static final Pattern MEDIUM = Pattern.compile("\\.alpine-release|.+\\.apkovl\\.tar\\.gz");
  private static final Pattern ROOT = Pattern.compile("(?m)^[ \\t]*[^#\\s]\\S*\\s+/\\s");
  private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"(?:1\\.)?(\\d+)");
  private static final Pattern NAMED = Pattern.compile(".*/java-(?:1\\.)?(\\d+).*");
  private static final String PACKAGE = "openjdk17-jre-headless";
  private static final int NEEDED = 17;
  private static final int LARGEST = 64 << 10;

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final int HEAD = 20;
  private static final int MACHINE = 18;

  /** Of any Alpine at least one; the first that is there says what processor it is for. */
  private static final List<HostPath> PROGRAMS =
      Stream.of(
              "/bin/busybox",
              "/sbin/apk",
              "/sbin/openrc-run",
              "/lib/ld-musl-aarch64.so.1",
              "/lib/ld-musl-x86_64.so.1",
              "/bin/bash")
          .map(HostPath::of)
          .toList();

  private final Root root;
  private final Looks looks;

  ImageSurvey(Root root, Looks looks) {
    this.root = root;
    this.looks = looks;
  }

  /** As the head of its own programs has it; empty if it has none. */
  OptionalInt machine() {
    return PROGRAMS.stream().map(this::machineOf).flatMapToInt(OptionalInt::stream).findFirst();
  }

  /** Why it cannot be baked, whatever is to be baked into it; the first reason decides. */
  List<Problem> problems() {
    if (isDiskless()) {
      return List.of(
          new Problem(
              root + " is a diskless Alpine's: what is written there is gone at its next boot",
              "install Alpine in the mode sys (setup-alpine), and mount that root"));
    }
    OptionalInt machine = machine();
    if (machine.isEmpty()) {
      return List.of(
          new Problem(
              root + " is not a machine's root: it has none of " + PROGRAMS,
              "mount the card's root partition, and name that folder"));
    } else if (Architecture.ofElf(machine.getAsInt()).isEmpty()) {
      return List.of(
          new Problem(
              "etcd is not released for the processor of %s (ELF machine %d)"
                  .formatted(root, machine.getAsInt()),
              "use Alpine for aarch64 or x86_64"));
    }
    return java(machine.getAsInt()).stream().toList();
  }

  /**
   * A boot medium with its overlay, or a root whose changes `lbu commit` saves. One that was made
   * of such a machine by setup-disk has its settings too, and in fstab the disk that it lies on.
   */
  private boolean isDiskless() {
    boolean medium =
        looks.list(HostPath.of("/")).stream().anyMatch(name -> MEDIUM.matcher(name).matches());
    boolean saved = MEDIA.matcher(text(LBU)).find() && !ROOT.matcher(text(Layout.FSTAB)).find();
    return medium || saved;
  }

  /** The one that the launcher will take: packaging/etcd-bootstrap has the same rule. */
  private Optional<Problem> java(int machine) {
    List<HostPath> programs =
        Stream.concat(
                JAVAS.stream(),
                looks.list(JVMS).stream().map(j -> JVMS.child(j).child("bin").child("java")))
            .filter(path -> Files.isRegularFile(root.follow(path)))
            .toList();
    Optional<HostPath> taken =
        programs.stream()
            .filter(java -> release(java).orElse(NEEDED) >= NEEDED)
            .findFirst()
            .or(() -> programs.stream().findFirst());
    if (taken.isEmpty()) {
      return Optional.of(noJava("has no Java"));
    } else if (machineOf(taken.get()).orElse(machine) != machine) {
      return Optional.of(noJava("has a Java for another processor, " + taken.get()));
    }
    return release(taken.get()).stream()
        .filter(release -> release < NEEDED)
        .mapToObj(release -> noJava("has Java " + release))
        .findFirst();
  }

  private Problem noJava(String what) {
    return new Problem(
        "%s %s, and the first boot needs a Java %d".formatted(root, what, NEEDED),
        "put the package in: apk --root %s --no-scripts add %s (community repository), or on the"
                .formatted(root, PACKAGE)
            + " Pi itself: apk add "
            + PACKAGE);
  }

  /** As the file beside `bin` says, which some packages leave out, else as its folder is called. */
  private OptionalInt release(HostPath java) {
    HostPath home = root.pathOf(root.follow(java)).parent().parent();
    return Stream.of(RELEASE.matcher(text(home.child("release"))), NAMED.matcher(home.value()))
        .filter(Matcher::find)
        .mapToInt(version -> Integer.parseInt(version.group(1)))
        .findFirst();
  }

  private OptionalInt machineOf(HostPath program) {
    byte[] head = head(program, HEAD);
    if (head.length < HEAD || !Arrays.equals(head, 0, ELF.length, ELF, 0, ELF.length)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(head[MACHINE] & 0xff | (head[MACHINE + 1] & 0xff) << 8);
  }

  private String text(HostPath file) {
    return new String(head(file, LARGEST), StandardCharsets.ISO_8859_1);
  }

  /** Of a regular file, links to it followed within the root; empty of anything else. */
  private byte[] head(HostPath file, int most) {
    Path real = root.follow(file);
    if (!Files.isRegularFile(real)) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(real)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw Failures.of("reading", real, e);
    }
  }
}
