package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.text.Problem;
import java.util.List;

/** What is repaired on a host itself, whatever its cluster does. */
final class LocalStories {
  private static final HostPath KEY = Layout.ETC.child("x-k3s-m-1-key.pem");

  private LocalStories() {}

  static List<Story> all() {
    return List.of(
        new Story(
            "local-mode",
            "Somebody made a key readable by all, and the data folder too.",
            aFinishedHost()
                .owned(KEY, new Ownership("root", "etcd", 0644))
                .owned(Edge.DATA, new Ownership("etcd", "etcd", 0755))),
        new Story(
            "local-owner",
            "Somebody copied a certificate as root, and took etcd-run from root.",
            aFinishedHost()
                .owned(Layout.ETC.child("ca.pem"), Ownership.root(0640))
                .owned(Layout.RUNNER, new Ownership("etcd", "etcd", 0755))),
        new Story(
            "local-certificate-renewed-for-the-same-key",
            "The seed has another certificate: it is pulled, and fits the key at any moment.",
            aFinishedHost()
                .file(
                    Layout.ETC.child("x-k3s-m-1.pem"),
                    FileState.file(Content.of("old"), new Ownership("root", "etcd", 0640)))),
        new Story(
            "local-pair-cut",
            "A run was cut when a pair was in place, and still staged: it is done again, whole.",
            aFinishedHost()
                .file(
                    StagedPair.nextOf(Layout.ETC.child("x-k3s-m-1.pem")),
                    FileState.file(Content.of("new"), new Ownership("root", "etcd", 0640)))),
        new Story(
            "local-certificate-renewed",
            "The seed has another certificate and key: both are pulled, no copy is kept.",
            aFinishedHost()
                .file(
                    KEY, FileState.file(Content.of("old key"), new Ownership("root", "etcd", 0640)))
                .file(
                    Layout.ETC.child("x-k3s-m-1.pem"),
                    FileState.file(Content.of("old"), new Ownership("root", "etcd", 0640)))),
        new Story(
            "local-conf-tuned",
            "The tuning in cluster.yml was changed.",
            aFinishedHost()
                .text(Layout.CONF, conf().replace("interval: 500", "interval: 100"))
                .startedWith("", conf().replace("interval: 500", "interval: 100"))),
        new Story(
            "local-conf-edited",
            "Somebody edited conf.yml; etcd was started before that.",
            aFinishedHost().text(Layout.CONF, conf().replace("interval: 500", "interval: 100"))),
        new Story(
            "local-conf-of-an-etcd-started-by-hand",
            "Nothing says with what etcd was started: with the file that is there, most likely.",
            aFinishedHost()
                .text(Layout.CONF, conf().replace("interval: 500", "interval: 100"))
                .startedBySomebody()),
        new Story(
            "local-conf-many-differences",
            "The owner's own conf.yml: a copy is kept, and what differs is said.",
            aFinishedHost()
                .text(
                    Layout.CONF,
                    """
                    name: other
                    data-dir: /var/lib/etcd
                    listen-peer-urls: ""
                    initial-cluster: other=https://192.168.7.11:2380
                    log-outputs: [stderr, /tmp/x]
                    """)),
        new Story(
            "local-conf-not-yaml",
            "A conf.yml that is no YAML.",
            aFinishedHost().text(Layout.CONF, "name: [\n")),
        new Story(
            "local-conf-comments",
            "Only a comment of conf.yml was changed.",
            aFinishedHost().text(Layout.CONF, conf() + "# mine\n")),
        new Story(
            "local-own-init-script",
            "Alpine's or the owner's own init script and settings are kept aside.",
            aFinishedHost()
                .text(Layout.INIT_SCRIPT, "#!/sbin/openrc-run\ncommand=/usr/bin/etcd\n")
                .text(Layout.CONF_D, "ETCD_NAME=x\n")),
        new Story(
            "local-links-in-place-of-files",
            "The owner's own init script and conf.yml are links: they are kept as such.",
            aFinishedHost()
                .file(Layout.INIT_SCRIPT, link("/srv/etcd.initd"))
                .file(Layout.CONF, link("/srv/conf.yml"))),
        new Story(
            "input-links-in-place-of-folders",
            "The data folder and the card's are links: what they lead to is not this program's.",
            aFinishedHost()
                .file(Edge.DATA, link("/mnt/ssd/etcd"))
                .file(Layout.CARD, link("/mnt/ssd/etcd-bootstrap"))),
        new Story(
            "local-our-older-init-script",
            "An init script of this program's former version gives way without a copy.",
            aFinishedHost()
                .text(
                    Layout.INIT_SCRIPT, "#!/sbin/openrc-run\n# Written by etcd-bootstrap.\nx=1\n")),
        new Story(
            "local-runlevel",
            "The service was taken out of the runlevel.",
            aFinishedHost().runlevels()),
        new Story(
            "local-wrong-runlevel",
            "Somebody put the service into the runlevel boot instead.",
            aFinishedHost().runlevels("boot")),
        new Story(
            "local-account-with-another-number",
            "The account was made again with another number: the data is given to it, and etcd,"
                + " which runs under the old one, is restarted.",
            aFinishedHost()
                .runsAs("100")
                .strays(Layout.member(Edge.DATA), 12)
                .strays(Layout.MARKS, 1)
                .owned(Edge.DATA, new Ownership("100", "etcd", 0700))),
        new Story(
            "local-account-of-a-cluster-made-by-hand",
            "Another user's etcd, whose keys and certificates are that user's alone, and renewed.",
            aFinishedHost()
                .runsAs("db")
                .startedBySomebody()
                .strays(Layout.member(Edge.DATA), 12)
                .owned(Layout.ETC.child("server-key.pem"), new Ownership("db", "db", 0600))
                .file(
                    Layout.ETC.child("client.pem"),
                    FileState.file(Content.of("former"), new Ownership("db", "db", 0644)))
                .owned(Layout.CONF, new Ownership("db", "db", 0644))),
        new Story(
            "local-account-missing",
            "The account is gone while etcd runs: which number it will have, only making it shows.",
            aFinishedHost().runsAs("100").withoutAccount()),
        new Story(
            "local-apk-etcd",
            "Another etcd lies in /usr/bin, as Alpine's package puts it: it stays.",
            aFinishedHost()
                .file(Layout.APK_PROGRAM, FileState.file(Content.of("ELF"), Ownership.root(0755)))),
        new Story(
            "local-leftovers",
            "A run was cut while it unpacked a release, another while it wrote a key.",
            aFinishedHost()
                .leftover(Layout.RELEASES.child(".staging-0011aabb"))
                .leftover(Layout.ETC.child(".x-k3s-m-1-key.pem.etcd-bootstrap-0011aabb"))),
        new Story(
            "local-restart-pending",
            "A run was cut after it wrote conf.yml: the next one sees with what etcd was started.",
            aFinishedHost().startedWith("", conf().replace("interval: 500", "interval: 100"))),
        new Story(
            "local-restart-of-two",
            "One of two members: a restart costs the quorum, and that is said.",
            aFinishedHost(Edge.config(Edge.spec(2), 1)).runsAs("etcd2")),
        new Story(
            "local-restart-of-one",
            "The only member.",
            aFinishedHost(Edge.config(Edge.spec(1), 1)).runsAnotherProgram()),
        new Story(
            "local-first-start-goes-on",
            "After its first start etcd runs with initial-cluster: that is no reason to restart.",
            aFinishedHost()
                .startedWith(
                    "",
                    conf().replace("\"existing\"", "\"new\"")
                        + "initial-cluster: x\ninitial-cluster-token: y\n")),
        new Story(
            "local-other-ca",
            "The seed has another ca.pem than etcd was started with; it was written already.",
            aFinishedHost().startedWith("00", conf())),
        new Story(
            "local-program-damaged-as-it-runs",
            "The file is damaged, the etcd that runs is not: no restart.",
            aFinishedHost().damagedProgram("etcd")),
        new Story(
            "local-program-damaged",
            "A program is not as it was installed: the release is installed again.",
            aFinishedHost().damagedProgram("etcdctl")),
        new Story(
            "local-program-mode",
            "A program lost its mode.",
            aFinishedHost()
                .owned(
                    HostPath.of("/usr/local/lib/etcd/v3.5.2/etcd"),
                    new Ownership("etcd", "etcd", 0700))),
        new Story(
            "local-folders-of-others",
            "The release's folder is closed to etcd, its program's is somebody else's to change, and"
                + " etcd cannot read what it noted.",
            aFinishedHost()
                .owned(Layout.RELEASES, Ownership.root(0700))
                .owned(
                    HostPath.of("/usr/local/lib/etcd/v3.5.2"),
                    new Ownership("nobody", "nobody", 0755))
                .owned(
                    HostPath.of("/usr/local/lib/etcd/v3.5.2/SHA256SUMS"),
                    new Ownership("nobody", "nobody", 0666))
                .owned(Layout.RUNNER.parent(), Ownership.root(0777))
                .file(
                    Layout.DATA_DISK,
                    FileState.file(Content.of("SERIAL-1\nx\n"), new Ownership("etcd", "etcd", 0)))),
        new Story(
            "local-program-in-the-way",
            "A program that somebody put in /usr/local/bin is kept aside.",
            aFinishedHost()
                .file(
                    Layout.PROGRAMS.child("etcd"),
                    FileState.file(Content.of("ELF"), Ownership.root(0755)))),
        new Story(
            "version-raised",
            "cluster.yml wants a newer etcd than is installed: it is installed and switched to.",
            aFinishedHost()
                .file(Layout.CURRENT, FileState.link("v3.5.1", Ownership.root(0777)))
                .runsAnotherProgram()
                .writtenBy("3.5.1")),
        new Story(
            "version-lowered",
            "cluster.yml wants an older etcd than what wrote the data.",
            aFinishedHost()
                .file(Layout.CURRENT, FileState.link("v3.5.16", Ownership.root(0777)))
                .writtenBy("3.5.16")),
        new Story(
            "version-of-another-minor",
            "The data is of another minor version: that step is the whole cluster's.",
            aFinishedHost().writtenBy("3.4.9")),
        new Story(
            "version-newer-without-data",
            "A newer etcd is installed than cluster.yml wants, and there is no data yet.",
            aBareHost()
                .withBirth()
                .file(Layout.CURRENT, FileState.link("v3.5.16", Ownership.root(0777)))),
        new Story(
            "local-hosts-file",
            "Somebody's line in the managed hosts file stays, the block is put right.",
            aFinishedHost(Edge.config(Edge.named(), 1))
                .text(
                    Layout.HOSTS,
                    """
                    127.0.0.1 localhost
                    # etcd-bootstrap begin (manage-hosts in cluster.yml)
                    192.168.7.99 x-k3s-m-1.edge.huatai.me x-k3s-m-1
                    # etcd-bootstrap end
                    192.168.7.1 router
                    """)),
        new Story(
            "local-names-unknown",
            "The DNS is away while a file of a member with data is to be repaired: that goes on.",
            aFinishedHost().text(Layout.PROFILE, "x=1\n").unresolved("x-k3s-m-2")),
        new Story(
            "input-all-at-once",
            "What is wrong with the input is said together, and nothing is planned.",
            aBareHost()
                .notRoot()
                .withoutOpenRc()
                .certificates(
                    new Certificates.Verdict(
                        List.of(
                            new Problem("x-k3s-m-1.pem: has expired", "make a new one with cfssl")),
                        List.of()))
                .unresolved("x-k3s-m-2")),
        new Story(
            "local-certificate-warning",
            "A warning of the certificates goes with every plan.",
            aFinishedHost()
                .certificates(
                    new Certificates.Verdict(
                        List.of(), List.of("server.pem does not cover the service's name")))));
  }

  private static FileState link(String target) {
    return FileState.link(target, Ownership.root(0777));
  }

  private static String conf() {
    return ConfYml.conf(Edge.config()).text();
  }
}
