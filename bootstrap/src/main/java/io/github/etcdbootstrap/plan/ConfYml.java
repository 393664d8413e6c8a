package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ConfLint;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.text.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Renders etcd's configuration file, in a fixed order; what it wrote is parsed and linted again.
 */
public final class ConfYml {
  private static final String HEADER =
      """
      # Written by etcd-bootstrap from the seed; a rerun puts it back. To change something, change
      # cluster.yml (tuning) or conf.yml.in in the seed and run etcd-bootstrap again.
      """;

  private static final String EXISTING =
      """
      # `existing`, and no initial-cluster, from the first day: so this file can start no member
      # that has lost its data. With data on disk etcd reads neither; without, etcd refuses by
      # itself instead of coming back empty under its old ID. The file for a first start is made
      # by etcd-bootstrap, serves once, and is gone at the next boot.
      """;

  private static final List<String> BLOCKS =
      List.of("client-transport-security", "peer-transport-security");

  private ConfYml() {}

  /** The values that the program sets itself; those in a block as `block.key`. */
  public static Map<String, String> owned(NodeConfig config) {
    Endpoints endpoints = config.endpoints();
    Map<String, String> owned = new LinkedHashMap<>();
    owned.put("name", config.self().name().value());
    owned.put("data-dir", config.real(config.dataDir()));
    owned.put("listen-peer-urls", endpoints.listenPeer());
    owned.put("listen-client-urls", String.join(",", endpoints.listenClients()));
    owned.put("listen-metrics-urls", endpoints.metrics().toString());
    owned.put("initial-advertise-peer-urls", endpoints.advertisePeer());
    owned.put("advertise-client-urls", endpoints.advertiseClient());
    owned.put("initial-cluster-state", "existing");
    security(owned, BLOCKS.get(0) + ".", config, config.certificates().server());
    security(owned, BLOCKS.get(1) + ".", config, config.certificates().peer());
    return owned;
  }

  private static void security(
      Map<String, String> owned, String block, NodeConfig config, String certificate) {
    owned.put(block + "cert-file", file(config, certificate));
    owned.put(block + "key-file", file(config, CertificateFiles.keyOf(certificate)));
    owned.put(block + "client-cert-auth", "true");
    owned.put(block + "trusted-ca-file", file(config, CertificateFiles.CA));
  }

  private static String file(NodeConfig config, String certificate) {
    return config.real(Layout.ETC.child(certificate));
  }

  /** The file for every start but the first. */
  static Content conf(NodeConfig config) {
    return render(config, HEADER, EXISTING, owned(config));
  }

  /** The file for a founder's first start; its first line says which mark it belongs to. */
  static Content first(NodeConfig config, Birth birth, Mark mark) {
    Map<String, String> owned = owned(config);
    owned.put("initial-cluster-state", "new");
    owned.put("initial-cluster-token", birth.token());
    owned.put("initial-cluster", birth.initialCluster());
    return permit(config, mark, owned);
  }

  /** The file for the first start of a member that was added: from its peers. */
  static Content joining(NodeConfig config, Cluster.MemberList list, Mark mark) {
    Map<String, String> owned = owned(config);
    String token = mark.details().map(Mark.Details::token).orElseThrow();
    owned.put("initial-cluster-token", token);
    owned.put(
        "initial-cluster",
        list.members().stream().map(m -> entry(config, m, mark)).collect(Collectors.joining(",")));
    return permit(config, mark, owned);
  }

  /** etcd matches members by their URLs; one that has no name yet needs some name here. */
  private static String entry(NodeConfig config, Cluster.ListedMember member, Mark mark) {
    String name = member.name().isEmpty() ? "unnamed-" + member.id() : member.name();
    String shown = mark.isOf(member.id()) ? config.self().name().value() : name;
    return member.peerUrls().stream()
        .map(url -> shown + "=" + url)
        .collect(Collectors.joining(","));
  }

  private static Content permit(NodeConfig config, Mark mark, Map<String, String> owned) {
    String permit =
        "# permit %s-%s\n# For one first start; written by etcd-bootstrap.\n"
            .formatted(mark.name(), mark.id().orElseThrow());
    return render(config, permit, "", owned);
  }

  private static Content render(
      NodeConfig config, String header, String aboutState, Map<String, String> owned) {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (Map.Entry<String, String> entry : owned.entrySet()) {
      if (!entry.getKey().contains(".")) {
        text.append(entry.getKey().equals("initial-cluster-state") ? aboutState : "");
        text.append(entry.getKey() + ": " + Quoted.of(entry.getValue()) + "\n");
      }
    }
    BLOCKS.forEach(block -> text.append(block(block, owned)));
    text.append('\n');
    config.settings().forEach(setting -> text.append(line(setting)));
    ConfLint.check(Layout.CONF.value(), text.toString(), config.release().version());
    return Content.of(text.toString());
  }

  private static String block(String name, Map<String, String> owned) {
    StringBuilder text = new StringBuilder("\n" + name + ":\n");
    owned.forEach(
        (key, value) -> {
          if (key.startsWith(name + ".")) {
            String inner = key.substring(name.length() + 1);
            boolean flag = inner.equals("client-cert-auth");
            text.append("  " + inner + ": " + (flag ? value : Quoted.of(value)) + "\n");
          }
        });
    return text.toString();
  }

  private static String line(Setting setting) {
    List<String> values = setting.values();
    String value =
        switch (setting.type()) {
          case STRING -> Quoted.of(values.get(0));
          case LIST -> values.stream().map(Quoted::of).toList().toString();
          case INTEGER, NANOSECONDS, BOOLEAN -> values.get(0);
          case SECTION -> throw new IllegalArgumentException(setting.key() + " is not an owner's");
        };
    return setting.key() + ": " + value + "\n";
  }
}
