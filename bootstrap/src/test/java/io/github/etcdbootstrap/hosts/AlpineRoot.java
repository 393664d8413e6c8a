package io.github.etcdbootstrap.hosts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The root of a machine, installed and never booted: the test hosts', with a Java in it. */
final class AlpineRoot {
  static final int ARM64 = 183;

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String JAVA = "usr/lib/jvm/java-17-openjdk/bin/java";

  final Path folder;

  private AlpineRoot(Path folder) {
    this.folder = folder;
  }

  static AlpineRoot in(Path place, Path shared) throws IOException {
    Files.createDirectories(place);
    shell("cp -a '%s/.' '%s'".formatted(shared, place));
    AlpineRoot root = new AlpineRoot(place);
    Path java = root.path(JAVA);
    Files.createDirectories(java.getParent());
    Path ours = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.copy(ours, java);
    Files.writeString(root.path("usr/lib/jvm/java-17-openjdk/release"), "JAVA_VERSION=\"17\"\n");
    Files.createSymbolicLink(root.path("usr/bin/java"), Path.of("/" + JAVA));
    return root;
  }

  AlpineRoot copy(Path place) {
    shell("cp -a '%s' '%s'".formatted(folder, place));
    return new AlpineRoot(place);
  }

  Path path(String inside) {
    return folder.resolve(inside);
  }

  String text(String inside) throws IOException {
    return Files.readString(path(inside));
  }

  void put(String inside, String text) throws IOException {
    Files.createDirectories(path(inside).getParent());
    Files.writeString(path(inside), text);
  }

  /** Instead of what is there. */
  void link(String inside, String target) throws IOException {
    shell("rm -rf '%s'".formatted(path(inside)));
    Files.createDirectories(path(inside).getParent());
    Files.createSymbolicLink(path(inside), Path.of(target));
  }

  void pipe(String inside) {
    shell("rm -f '%1$s'; mkfifo '%1$s'".formatted(path(inside)));
  }

  /** As far as anybody looks, its programs are for this processor. */
  void becomeFor(int processor) throws IOException {
    for (String program : List.of("bin/busybox", JAVA)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path(program)));
      bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(18, (short) processor);
      Files.write(path(program), bytes.array());
    }
  }

  /** Each path with type, mode, owner, time, target and sum. */
  String tree() {
    return treeOf(folder, ".");
  }

  static String treeOf(Path top, String paths) {
    return shell(
        ("cd '%s' && find %s -xdev -printf '%%P %%y %%m %%U:%%G %%T@ %%l\\n' | sort;"
                + " find %2$s -xdev -type f -exec sha256sum {} + | sort -k2")
            .formatted(top, paths));
  }

  static String shell(String line) {
    return LocalCommand.run(Map.of(), LIMIT, List.of("sh", "-c", line)).expect(0).out();
  }

  /** That of the program at a path. */
  int processorOf(String inside) throws IOException {
    byte[] head = new byte[20];
    try (var in = Files.newInputStream(path(inside))) {
      in.readNBytes(head, 0, head.length);
    }
    if (!new String(head, 1, 3, StandardCharsets.US_ASCII).equals("ELF")) {
      return 0;
    }
    return ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(18);
  }
}
