package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Yaml;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a cluster came into the world: `birth.yml` in the seed, drawn once and never rewritten.
 *
 * @param token the initial-cluster-token, with a random part: a cluster started over has other IDs
 * @param observed the cluster was there before: its IDs do not follow from the token
 * @param when ISO-8601, by the clock of the machine that drew it; a host whose clock is behind it
 *     is told so
 * @param by the member that drew it
 */
public record Birth(
    String token,
    List<Founder> founders,
    EtcdId clusterId,
    boolean observed,
    String when,
    String by) {
  public static final String FILE = "birth.yml";

  public Birth {
    founders = List.copyOf(founders);
  }

  /** A new birth of these members; IDs as etcd will derive them. */
  public static Birth of(String token, List<Named> founders, String when, String by) {
    List<Founder> withIds =
        founders.stream()
            .map(f -> new Founder(f.name, f.peerUrl, EtcdId.ofFounder(f.peerUrl, token)))
            .toList();
    EtcdId cluster = EtcdId.ofCluster(withIds.stream().map(Founder::id).toList());
    return new Birth(token, withIds, cluster, false, when, by);
  }

  /** One of all members of the inventory. */
  public static Birth of(ClusterSpec spec, String tokenSuffix, String when, String by) {
    return of(spec.cluster() + "-" + tokenSuffix, founders(spec), when, by);
  }

  /** All members of the inventory. */
  public static List<Named> founders(ClusterSpec spec) {
    return spec.members().stream().map(m -> new Named(m.name(), spec.peerUrl(m))).toList();
  }

  /** The birth of a cluster that was there before, with its IDs as they are. */
  public static Birth observed(
      String token, List<Founder> founders, EtcdId clusterId, String when, String by) {
    return new Birth(token, founders, clusterId, true, when, by);
  }

  /** A founder before the token is known. */
  public record Named(MemberName name, String peerUrl) {}

  /** Whether the file called {@code name} is that of an earlier birth: `birth-TIME.yml`. */
  public static boolean isEarlierFile(String name) {
    return name.startsWith("birth-") && name.endsWith(".yml");
  }

  public Optional<Founder> founder(MemberName name) {
    return founders.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  public Optional<Founder> founder(EtcdId id) {
    return founders.stream().filter(f -> f.id().equals(id)).findFirst();
  }

  /** The value of `initial-cluster` for a founder's first start. */
  public String initialCluster() {
    return founders.stream().map(Founder::initialClusterEntry).collect(Collectors.joining(","));
  }

  public Content toContent() {
    StringBuilder text = new StringBuilder();
    text.append("# How this cluster was born. Written by etcd-bootstrap, once; never edit it.\n");
    text.append("token: \"").append(token).append("\"\n");
    text.append("cluster-id: \"").append(clusterId).append("\"\n");
    text.append(observed ? "observed: true\n" : "");
    text.append("founders:\n");
    for (Founder founder : founders) {
      text.append("  - name: \"").append(founder.name()).append("\"\n");
      text.append("    peer-url: \"").append(founder.peerUrl()).append("\"\n");
      text.append("    member-id: \"").append(founder.id()).append("\"\n");
    }
    text.append("when: \"").append(when).append("\"\n");
    text.append("by: \"").append(by).append("\"\n");
    text.append("# end\n");
    return Content.of(text.toString());
  }

  /**
   * Reads what {@link #toContent} writes.
   *
   * @throws BadInput if it is cut short, not YAML, or its IDs do not follow from its token
   */
  public static Birth read(String source, Content content) {
    if (!content.text().endsWith("# end\n")) {
      throw unreadable(source, "it is cut short");
    }
    try {
      YamlFields fields = new YamlFields(source, YamlReader.readMapping(source, content.text()));
      List<Founder> founders = new ArrayList<>();
      for (Yaml item : ((Yaml.Sequence) fields.any("founders").orElseThrow()).items()) {
        founders.add(founder(new YamlFields(source, (Yaml.Mapping) item)));
      }
      Birth birth =
          new Birth(
              fields.string("token").orElseThrow(),
              founders,
              EtcdId.parse(fields.string("cluster-id").orElse("")),
              fields.written("observed").filter("true"::equals).isPresent(),
              fields.string("when").orElse(""),
              fields.string("by").orElse(""));
      if (!birth.observed && !birth.equals(birth.derived())) {
        throw unreadable(source, "its IDs do not follow from its token and founders");
      }
      return birth;
    } catch (RuntimeException e) {
      if (e instanceof BadInput badInput) {
        throw badInput;
      }
      throw unreadable(source, "it is not as it was written");
    }
  }

  private static Founder founder(YamlFields fields) {
    return new Founder(
        new MemberName(fields.string("name").orElseThrow()),
        fields.string("peer-url").orElseThrow(),
        EtcdId.parse(fields.string("member-id").orElseThrow()));
  }

  private Birth derived() {
    return of(
        token, founders.stream().map(f -> new Named(f.name(), f.peerUrl())).toList(), when, by);
  }

  private static BadInput unreadable(String source, String why) {
    return new BadInput(
        source + ": cannot be used: " + why,
        "if no member of this cluster ever started, move it aside and run again");
  }
}
