package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What should be on this host, whatever the cluster does.
 *
 * @param links path → target, in the order to make them
 */
public record Desired(
    NodeConfig config, List<Folder> folders, List<NodeFile> files, Map<HostPath, String> links) {
  static final Ownership PROGRAM = Ownership.root(0755);
  static final Ownership TEXT = Ownership.root(0644);
  static final Ownership FOR_ROOT_ALONE = Ownership.root(0700);
  private static final Ownership SHARED = Ownership.root(0755);
  private static final Ownership SECRET = new Ownership("root", Layout.ACCOUNT, 0640);

  /** A folder with its owner and mode. */
  public record Folder(HostPath path, Ownership ownership) {}

  public static Desired of(NodeConfig config, Facts facts, Payload payload) {
    return new Desired(
        config, folders(config), files(config, facts, payload), links(config.release()));
  }

  /** etcd's configuration for every start but the first. */
  Content conf() {
    return file(Layout.CONF).content();
  }

  NodeFile file(HostPath path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst().orElseThrow();
  }

  static List<Folder> folders(NodeConfig config) {
    return List.of(
        new Folder(Layout.ETC, SHARED),
        new Folder(Layout.CARD, SHARED),
        new Folder(Layout.MARKS, etcds(0750)),
        new Folder(Layout.LOGS, etcds(0750)),
        new Folder(config.dataDir(), etcds(0700)));
  }

  /** Made with what is put into them: only where they are there do they have to be right. */
  List<Folder> holders() {
    return List.of(
        new Folder(Layout.RELEASES, SHARED),
        new Folder(Layout.release(config.release().version()), SHARED),
        new Folder(Layout.RUNNER.parent(), SHARED),
        new Folder(Layout.REPLACED, FOR_ROOT_ALONE),
        new Folder(Layout.SNAPSHOTS, FOR_ROOT_ALONE));
  }

  private static List<NodeFile> files(NodeConfig config, Facts facts, Payload payload) {
    List<NodeFile> files = new ArrayList<>(certificates(config, facts));
    files.add(new NodeFile(Layout.INSTALL, install(config, facts).toContent(), TEXT));
    files.addAll(ofAnyMember(config, facts, payload));
    files.add(conf(config));
    return files;
  }

  static List<NodeFile> certificates(NodeConfig config, Facts facts) {
    List<NodeFile> files = new ArrayList<>();
    for (String name : config.certificates().all()) {
      Content content = facts.seed().certificates().get(name);
      files.add(new NodeFile(Layout.ETC.child(name), content, SECRET));
    }
    return files;
  }

  /** What is the same on all of them. */
  static List<NodeFile> ofAnyMember(NodeConfig config, Facts facts, Payload payload) {
    List<NodeFile> files = new ArrayList<>();
    files.add(new NodeFile(Layout.RUNNER, payload.runner(), PROGRAM));
    files.add(new NodeFile(Layout.CONF_D, confD(config, payload), TEXT));
    files.add(new NodeFile(Layout.INIT_SCRIPT, payload.initScript(), PROGRAM));
    files.add(new NodeFile(Layout.PROFILE, profile(config), TEXT));
    hosts(config, facts, files);
    return files;
  }

  static NodeFile conf(NodeConfig config) {
    return new NodeFile(Layout.CONF, ConfYml.conf(config), TEXT);
  }

  /** The rest of `/etc/hosts` is not ours: neither its other lines nor its owner and mode. */
  private static void hosts(NodeConfig config, Facts facts, List<NodeFile> files) {
    FileState there = facts.file(Layout.HOSTS);
    if (there.is(FileState.Kind.ABSENT) || there.content().isPresent()) {
      Content content = there.content().orElse(Content.of(""));
      Content wanted = HostsBlock.in(content, config.spec());
      if (!wanted.equals(content)) {
        files.add(new NodeFile(Layout.HOSTS, wanted, there.ownership().orElse(TEXT)));
      }
    }
  }

  private static Install install(NodeConfig config, Facts facts) {
    return new Install(facts.installId(), config.self().name().value(), facts.card().disk());
  }

  private static Content confD(NodeConfig config, Payload payload) {
    return Content.of(payload.confD().text().replace("@DATA_DIR@", config.dataDir().value()));
  }

  private static Content profile(NodeConfig config) {
    return Content.of(
        """
        # Written by etcd-bootstrap: etcdctl finds the cluster without a flag.
        export ETCDCTL_API=3
        export ETCDCTL_ENDPOINTS=%s
        export ETCDCTL_CACERT=%s
        export ETCDCTL_CERT=%s
        export ETCDCTL_KEY=%s
        """
            .formatted(
                config.clientEndpoints(),
                config.real(Layout.ETC.child(CertificateFiles.CA)),
                config.real(Layout.ETC.child(CertificateFiles.CLIENT)),
                config.real(Layout.ETC.child(CertificateFiles.keyOf(CertificateFiles.CLIENT)))));
  }

  static Map<HostPath, String> links(Release release) {
    Map<HostPath, String> links = new LinkedHashMap<>();
    links.put(Layout.CURRENT, "v" + release.version());
    for (String program : Release.PROGRAMS) {
      links.put(Layout.PROGRAMS.child(program), Layout.CURRENT.child(program).value());
    }
    return links;
  }

  private static Ownership etcds(int mode) {
    return new Ownership(Layout.ACCOUNT, Layout.ACCOUNT, mode);
  }
}
