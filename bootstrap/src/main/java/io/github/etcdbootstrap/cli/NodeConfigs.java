package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.LintedTemplate;
import io.github.etcdbootstrap.etcd.PinnedReleases;
import io.github.etcdbootstrap.etcd.TemplateLint;
import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Endpoints;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.model.VersionNotes;
import io.github.etcdbootstrap.pki.KeyAlgorithm;
import io.github.etcdbootstrap.pki.ServerNames;
import io.github.etcdbootstrap.plan.ConfYml;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.seed.SeedCertificates;
import io.github.etcdbootstrap.text.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this cluster should be on this host, from the seed's files. */
final class NodeConfigs {
  private final Seed seed;
  private final ClusterSpec spec;
  private final Host host;
  private final List<String> warnings;
  private final Site site;

  /**
   * @param warnings what the owner should know of his files is added to it
   */
  NodeConfigs(Seed seed, ClusterSpec spec, Host host, List<String> warnings) {
    this(seed, spec, host, warnings, Site.MACHINE);
  }

  NodeConfigs(Seed seed, ClusterSpec spec, Host host, List<String> warnings, Site site) {
    this.seed = seed;
    this.spec = spec;
    this.host = host;
    this.warnings = warnings;
    this.site = site;
  }

  /** Without the owner's settings where they are wrong; empty if less than that is there. */
  Optional<NodeConfig> of(Member self, Wrongs wrongs) {
    Optional<Release> release = wrongs.noting(this::release);
    Optional<CertificateFiles> certificates =
        wrongs.noting(() -> SeedCertificates.of(seed, spec, self.name()));
    return release
        .flatMap(r -> certificates.flatMap(c -> wrongs.noting(() -> config(self, r, c))))
        .map(c -> wrongs.noting(() -> c.withSettings(settings(c))).orElse(c));
  }

  /** For what is the same on every member any of them will do; its certificates are not asked. */
  Optional<NodeConfig> ofAnyMember(Wrongs wrongs) {
    Member any = spec.members().get(0);
    CertificateFiles names = new CertificateFiles(any.name() + ".pem", "server.pem");
    return wrongs
        .noting(this::release)
        .map(r -> new NodeConfig(spec, any, at(any), r, names, List.of(), site.root()));
  }

  private Endpoints at(Member any) {
    return endpoints(spec, any, false, site);
  }

  private NodeConfig config(Member self, Release release, CertificateFiles certificates) {
    Endpoints endpoints = endpoints(seed, spec, self, certificates, site);
    return new NodeConfig(spec, self, endpoints, release, certificates, List.of(), site.root());
  }

  /** On a machine of its own. */
  static Endpoints endpoints(
      Seed seed, ClusterSpec spec, Member self, CertificateFiles certificates) {
    return endpoints(seed, spec, self, certificates, Site.MACHINE);
  }

  /** Clients are told a name only if the server certificate covers it. */
  private static Endpoints endpoints(
      Seed seed, ClusterSpec spec, Member self, CertificateFiles certificates, Site site) {
    boolean covered =
        spec.domain().isPresent()
            && seed.read(certificates.server())
                .filter(pem -> ServerNames.covers(pem, spec.fullName(self.name())))
                .isPresent();
    return endpoints(spec, self, covered, site);
  }

  private static Endpoints endpoints(ClusterSpec spec, Member self, boolean covered, Site site) {
    String address = self.address().inUrl();
    String name = spec.fullName(self.name());
    return new Endpoints(
        "https://" + address + ":2380",
        site.listenClients(address),
        spec.peerUrl(self),
        "https://" + (covered ? name : address) + ":2379",
        site.metrics(address));
  }

  private Release release() {
    Architecture architecture =
        host.identity()
            .architecture()
            .orElseThrow(
                () ->
                    new BadInput(
                        "etcd is not released for " + host.identity().machine(),
                        "run etcd-bootstrap on a machine with arm64 or amd64"));
    String tarball = Release.nameOf(spec.version(), architecture) + ".tar.gz";
    PinnedReleases pinned = PinnedReleases.load();
    Release release = pinned.of(spec, architecture, seed.file(tarball));
    warnings.addAll(
        VersionNotes.of(spec.version(), pinned.newest(architecture), spec.members().size()));
    return release;
  }

  /** The template's, and over them cluster.yml's tuning. */
  private List<Setting> settings(NodeConfig config) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    template(config).forEach(s -> settings.put(s.key(), s));
    spec.tuning().forEach(s -> settings.put(s.key(), s));
    settings.replaceAll((key, setting) -> site.placed(setting));
    return VersionNotes.withChecks(spec.version(), List.copyOf(settings.values()));
  }

  private List<Setting> template(NodeConfig config) {
    Optional<Content> owners = seed.read(Seed.TEMPLATE);
    LintedTemplate linted =
        TemplateLint.lint(
            owners.isPresent() ? seed.nameOf(Seed.TEMPLATE) : Seed.TEMPLATE,
            owners.orElseGet(() -> LiveSessions.resource("/conf/" + Seed.TEMPLATE)).text(),
            placeholders(config.self()),
            ConfYml.owned(config),
            spec.version(),
            KeyAlgorithm.isEcdsa(seed.read(config.certificates().server()).orElseThrow()));
    warnings.addAll(linted.warnings());
    return linted.settings();
  }

  private Map<String, String> placeholders(Member self) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("NODENAME", self.name().value());
    words.put("NODEIP", self.address().value());
    words.put("INITTOKEN", spec.cluster());
    spec.domain().ifPresent(domain -> words.put("DOMAIN", domain));
    for (int i = 0; i < spec.members().size(); i++) {
      words.put("NODE" + (i + 1), spec.members().get(i).name().value());
    }
    return words;
  }
}
