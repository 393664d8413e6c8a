package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The owner's own lines of `/etc/hosts`: a resolver goes by them too, whatever the block says. */
final class OwnersHosts {
  private final String text;

  OwnersHosts(Content hosts) {
    text = HostsBlock.othersOf(hosts).toLowerCase(Locale.ROOT);
  }

  List<IpAddress> addressesOf(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    // Most files do not have it, and some have very many lines.
    return text.contains(wanted)
        ? text.lines().flatMap(line -> addressIn(line, wanted)).toList()
        : List.of();
  }

  private static Stream<IpAddress> addressIn(String line, String name) {
    String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
    boolean names = Arrays.asList(words).indexOf(name) > 0;
    try {
      return names ? Stream.of(new IpAddress(words[0])) : Stream.empty();
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}
