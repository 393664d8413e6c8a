package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.plan.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Who listens on which TCP port, as /proc shows it. */
final class Listeners {
  private static final String LISTEN = "0A";

  private final Path proc;
  private final Processes processes;

  Listeners(Path proc, Processes processes) {
    this.proc = proc;
    this.processes = processes;
  }

  /** Sorted by port. */
  List<Host.Listener> on(Set<Integer> ports) {
    List<Host.Listener> listeners = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      lines(table).forEach(line -> add(line.strip().split("\\s+"), ports, listeners));
    }
    listeners.sort((one, other) -> Integer.compare(one.port(), other.port()));
    return listeners;
  }

  /** Of a machine without IPv6 there is no tcp6. */
  private List<String> lines(String table) {
    try {
      return Files.readAllLines(proc.resolve(table), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** `sl local_address rem_address st … inode`, the first line being the titles. */
  private void add(String[] words, Set<Integer> ports, List<Host.Listener> listeners) {
    if (words.length < 10 || !words[3].equals(LISTEN)) {
      return;
    }
    String[] local = words[1].split(":");
    int port = Integer.parseInt(local[1], 16);
    if (ports.contains(port)) {
      listeners.add(
          new Host.Listener(
              address(local[0]), port, processes.holderOf("socket:[" + words[9] + "]")));
    }
  }

  /** Words of 32 bits, each in the machine's own byte order. */
  private static IpAddress address(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ByteBuffer turned = ByteBuffer.allocate(bytes.length);
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      turned.putInt(words.getInt());
    }
    try {
      return Resolver.ip(InetAddress.getByAddress(turned.array()));
    } catch (IOException e) {
      throw new IllegalStateException(hex, e);
    }
  }
}
