package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.ShellWord;
import java.util.ArrayList;
import java.util.List;

/**
 * What leads out of a lost quorum; never done by the program itself, since it gives up whatever the
 * chosen data lacks.
 */
final class Recovery {
  private final Facts facts;
  private final NodeConfig config;
  private final Evidence evidence;

  Recovery(Facts facts, NodeConfig config) {
    this.facts = facts;
    this.config = config;
    this.evidence = new Evidence(facts, config);
  }

  Refusal refusal(String reason) {
    List<String> seen = new ArrayList<>(evidence.marksSeen());
    seen.addAll(evidence.pagesSeen());
    List<String> commands = new ArrayList<>();
    if (isMajorityUp()) {
      commands.add("a majority is up but does not answer in time: it may be busy; run again");
      commands.add(Refusal.SEE_STATUS);
      return new Refusal(reason, seen, commands, true);
    }
    commands.add("is a disk not mounted? mount it, then run again");
    commands.add(
        "bring the other members up (power, cables), so that a majority answers; then run"
            + " etcd-bootstrap on each that is not well");
    commands.add(
        "only if that is impossible, recover by hand; whatever is missing from the snapshot or"
            + " data you choose is lost:");
    recipe().forEach(line -> commands.add("  " + line));
    return new Refusal(reason, seen, commands, facts.quorum().isEmpty());
  }

  /** Their pages answer: with a slow disk under them, a quorum may be late with its list. */
  private boolean isMajorityUp() {
    EtcdId cluster = facts.seed().birth().map(Birth::clusterId).orElse(EtcdId.NOBODY);
    return evidence
            .others()
            .filter(p -> p.answer() == Cluster.PeerPage.Answer.FORMED)
            .filter(p -> p.list().filter(l -> l.clusterId().equals(cluster)).isPresent())
            .count()
        >= config.majority();
  }

  /** Never onto what lies there already. */
  String moveAside() {
    String dir = ShellWord.of(config.dataDir().value());
    return "mkdir -p %s/aside; mv %s/member %s/aside/member-%s"
        .formatted(dir, dir, dir, facts.draws().stamp());
  }

  /**
   * Restored on one host only: there is no second cluster that way, and a host with a new card has
   * no etcd yet to restore with. The others join.
   */
  private List<String> recipe() {
    String dir = ShellWord.of(config.dataDir().value());
    String seed = ShellWord.of(facts.seed().place());
    String stamp = facts.draws().stamp();
    String token = config.spec().cluster() + "-" + facts.draws().tokenSuffix();
    String restored = "/var/tmp/restored-" + stamp;
    return List.of(
        "1. on every host that has an etcd: rc-service etcd stop",
        "2. choose ONE file: the newest %s/snapshot-*.db of any host,".formatted(Layout.SNAPSHOTS),
        "   or, of the member that was last up: %s/member/snap/db --skip-hash-check".formatted(dir),
        "3. in the seed (in each copy, if hosts have their own): mv %s/birth.yml %s/birth-%s.yml"
            .formatted(seed, seed, stamp),
        "4. on ONE host that has an etcd, with that file as FILE, and its own NAME and URL (of %s: %s):"
            .formatted(config.self().name(), config.endpoints().advertisePeer()),
        "   etcdutl snapshot restore FILE --name NAME --initial-advertise-peer-urls URL"
            + " --initial-cluster NAME=URL --initial-cluster-token %s --data-dir %s"
                .formatted(token, restored),
        "   " + moveAside(),
        "   mv %s/member %s/ && chown -R etcd:etcd %s/member".formatted(restored, dir, dir),
        "   rm -f %s; rc-service etcd start".formatted(Layout.DATA_DISK),
        "5. run etcd-bootstrap on that host, which takes the restored cluster over; then on each of"
            + " the others, which join it and keep their old data aside",
        "6. restart what uses the cluster (K3s): it may have seen what is lost now",
        "or, to start over with nothing at all: steps 1 and 3, then run etcd-bootstrap on each");
  }
}
