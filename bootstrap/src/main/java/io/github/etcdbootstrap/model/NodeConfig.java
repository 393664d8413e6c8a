package io.github.etcdbootstrap.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What this cluster should be, and which member this host is.
 *
 * @param settings of conf.yml that are the owner's: template and tuning, linted
 * @param root where the processes of this host find its `/`: empty, but in a lab a folder
 */
public record NodeConfig(
    ClusterSpec spec,
    Member self,
    Endpoints endpoints,
    Release release,
    CertificateFiles certificates,
    List<Setting> settings,
    String root) {
  public NodeConfig {
    settings = List.copyOf(settings);
  }

  /** Of a host whose `/` is the machine's own. */
  public NodeConfig(
      ClusterSpec spec,
      Member self,
      Endpoints endpoints,
      Release release,
      CertificateFiles certificates,
      List<Setting> settings) {
    this(spec, self, endpoints, release, certificates, settings, "");
  }

  public NodeConfig withSettings(List<Setting> other) {
    return new NodeConfig(spec, self, endpoints, release, certificates, other, root);
  }

  public List<Member> members() {
    return spec.members();
  }

  public List<Member> others() {
    return members().stream().filter(m -> !m.equals(self)).toList();
  }

  public HostPath dataDir() {
    return spec.dataDir();
  }

  /** How the processes of this host call one of its paths. */
  public String real(HostPath path) {
    return root + path;
  }

  public int majority() {
    return members().size() / 2 + 1;
  }

  /** `https://ADDRESS:2379` of every member, for etcdctl and K3s. */
  public String clientEndpoints() {
    return members().stream()
        .map(m -> "https://" + m.address().inUrl() + ":2379")
        .collect(Collectors.joining(","));
  }
}
