package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.ConfTuning;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** `cluster.yml`, read strictly: all that is wrong in it is reported together. */
public final class ClusterFile {
  private static final Set<String> KEYS =
      Set.of(
          "cluster", "members", "domain", "service", "manage-hosts", "data-dir", "etcd", "tuning");

  private final YamlFields fields;

  private ClusterFile(YamlFields fields) {
    this.fields = fields;
  }

  /**
   * Reads the inventory; {@code source} names the file in messages.
   *
   * @throws io.github.etcdbootstrap.text.BadInput with everything that is wrong in it
   */
  public static ClusterSpec read(String source, Content content) {
    YamlFields fields = new YamlFields(source, YamlReader.readMapping(source, content.bytes()));
    return new ClusterFile(fields.only(KEYS)).spec();
  }

  private ClusterSpec spec() {
    String cluster = cluster();
    List<Member> members = Inventory.read(fields);
    Optional<String> domain = hostName("domain");
    Optional<String> service = hostName("service");
    boolean manageHosts = fields.bool("manage-hosts").orElse(false);
    HostPath dataDir = DataFolder.read(fields, "data-dir");
    ReleaseFields release = ReleaseFields.read(fields, "etcd");
    EtcdVersion version = release.version();
    List<Setting> tuning = ConfTuning.read(fields, "tuning", version);
    ClusterSpec spec =
        new ClusterSpec(
            cluster,
            members,
            domain,
            service,
            manageHosts,
            dataDir,
            version,
            release.sources(),
            release.sums(),
            tuning);
    checkServiceIsNoMember(spec);
    fields.throwIfBad();
    return spec;
  }

  private String cluster() {
    String form = "letters, digits, `.`, `-` and `_`, at most 63 of them";
    if (!fields.required("cluster", "write `cluster: NAME`: " + form)) {
      return "";
    }
    String name = fields.string("cluster").orElse("x");
    if (!name.matches("[A-Za-z0-9._-]{1,63}")) {
      fields.problem("cluster", "is " + Shown.text(name) + ", expected " + form, "rename it");
    }
    return name;
  }

  private Optional<String> hostName(String key) {
    Optional<String> name = fields.string(key).map(n -> n.toLowerCase(Locale.ROOT));
    if (name.filter(n -> !HostNames.isHostName(n)).isPresent()) {
      fields.problem(
          key,
          "is " + Shown.text(name.get()) + ", expected a host name (letters, digits, -, .)",
          "write it without a dot at either end, such as edge.example.org");
      return Optional.empty();
    }
    return name;
  }

  private void checkServiceIsNoMember(ClusterSpec spec) {
    for (Member member : spec.members()) {
      String name = member.name().value();
      if (spec.service()
          .filter(s -> s.equals(name) || s.equals(fullName(spec, member)))
          .isPresent()) {
        fields.problem(
            "service",
            "is " + spec.service().get() + ", which is the member " + name + " alone",
            "give the name that stands for all members, or leave `service` out");
      }
    }
  }

  private static String fullName(ClusterSpec spec, Member member) {
    return spec.fullName(member.name());
  }
}
