package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Member;
import java.nio.charset.StandardCharsets;

/** The marked block of `/etc/hosts`; every other line there stays as it is. */
final class HostsBlock {
  private static final String BEGIN = "# etcd-bootstrap begin (manage-hosts in cluster.yml)\n";
  private static final String END = "# etcd-bootstrap end\n";

  private HostsBlock() {}

  /** {@code hosts} with the block as the inventory wants it, or without one. */
  static Content in(Content hosts, ClusterSpec spec) {
    String rest = othersOf(hosts);
    if (!spec.manageHosts()) {
      return contentOf(rest);
    }
    String lines = rest.isEmpty() || rest.endsWith("\n") ? rest : rest + "\n";
    return contentOf(lines + BEGIN + entries(spec) + END);
  }

  /** What is not the block, a character a byte: it may be written in anything. */
  static String othersOf(Content hosts) {
    return without(new String(hosts.bytes(), StandardCharsets.ISO_8859_1));
  }

  private static Content contentOf(String text) {
    return Content.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Of a begin whose end somebody deleted nothing is taken: the lines after it may be his own. */
  private static String without(String hosts) {
    int end = hosts.indexOf(END);
    int begin = end < 0 ? -1 : hosts.lastIndexOf(BEGIN, end);
    return begin < 0 ? hosts : hosts.substring(0, begin) + hosts.substring(end + END.length());
  }

  private static String entries(ClusterSpec spec) {
    StringBuilder text = new StringBuilder();
    for (Member member : spec.members()) {
      String full = spec.fullName(member.name());
      String alias = full.equals(member.name().value()) ? "" : " " + member.name();
      text.append(member.address() + " " + full + alias + "\n");
    }
    spec.service()
        .ifPresent(s -> spec.members().forEach(m -> text.append(m.address() + " " + s + "\n")));
    return text.toString();
  }
}
