package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the machine is: its name, addresses, processor, and what it is run by. */
final class ThisMachine {
  private static final List<HostPath> OPENRC =
      List.of(HostPath.of("/sbin/openrc-run"), HostPath.of("/sbin/rc-service"));

  private final Root root;
  private final Path proc;

  ThisMachine(Root root, Path proc) {
    this.root = root;
    this.proc = proc;
  }

  Host.Identity identity() {
    String machine = System.getProperty("os.arch");
    return new Host.Identity(
        hostname(), addresses(), Architecture.of(machine), machine, isRoot(), hasOpenRc(root));
  }

  static boolean hasOpenRc(Root root) {
    return OPENRC.stream().anyMatch(file -> Files.exists(root.follow(file)));
  }

  /** The kernel's own: a lookup would ask the network. */
  private String hostname() {
    return read(proc.resolve("sys/kernel/hostname")).strip();
  }

  boolean isRoot() {
    return Processes.effectiveUid(read(proc.resolve("self/status"))) == 0;
  }

  /** Also of a card without a cable, which Java does not call up: the address is still its own. */
  private static List<Host.NetworkAddress> addresses() {
    List<Host.NetworkAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InterfaceAddress address : card.getInterfaceAddresses()) {
          addresses.add(new Host.NetworkAddress(card.getName(), Resolver.ip(address.getAddress())));
        }
      }
    } catch (SocketException e) {
      throw Failures.of("asking for the addresses of", Path.of("/sys/class/net"), e);
    }
    return addresses;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failures.of("reading", file, e);
    }
  }
}
