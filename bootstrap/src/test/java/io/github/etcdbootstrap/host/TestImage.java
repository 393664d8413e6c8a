package io.github.etcdbootstrap.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The root of a machine with Alpine, as far as it is looked at; root is whoever runs the tests. */
final class TestImage {
  static final Instant TIME = Instant.parse("2026-11-23T00:00:00Z");
  static final int AMD64 = 62;
  static final int ARM64 = 183;

  final TestRoot root;

  TestImage(Path top, int processor) {
    root = new TestRoot(top);
    root.put("etc/passwd", ofTester("root:x:%d:%d:root:/root:/bin/ash\n"));
    root.put("etc/group", "users:x:100:\nroot:x:" + gid() + ":root\n");
    root.put("etc/shadow", "root:!::0:::::\n");
    root.put("sbin/openrc-run", "");
    program("bin/busybox", processor);
    program("usr/lib/jvm/java-17-openjdk/bin/java", processor);
    root.put("usr/lib/jvm/java-17-openjdk/release", "JAVA_VERSION=\"17.0.15\"\n");
    root.link("usr/bin/java", "../lib/jvm/java-17-openjdk/bin/java");
  }

  private String ofTester(String line) {
    return line.formatted(number("unix:uid"), gid());
  }

  private int gid() {
    return number("unix:gid");
  }

  private int number(String attribute) {
    try {
      return (Integer) Files.getAttribute(root.top, attribute);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The head of one: all of it that is ever looked at. */
  void program(String path, int processor) {
    ByteBuffer head = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    head.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}).putShort(18, (short) processor);
    try {
      root.put(path, "");
      Files.write(root.real(path), head.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ImageHost host() {
    return ImageHost.at(root.top.toString(), TIME);
  }
}
