package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.FileState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How an etcd without a log begins: by its configuration alone, or as a peer says. */
final class FirstLog {
  private FirstLog() {}

  /** At once or a little later. */
  static void maybeMake(Pi pi) {
    if (pi.world.chance.in(50)) {
      make(pi);
    }
  }

  static void make(Pi pi) {
    String conf = pi.beginning;
    String cluster = EtcdRun.value("initial-cluster", conf);
    if (cluster.isEmpty()) {
      pi.die("could not retrieve cluster information from the given URLs");
    } else if (EtcdRun.value("initial-cluster-state", conf).equals("new")) {
      bootstrap(pi, cluster, EtcdRun.value("initial-cluster-token", conf));
    } else {
      join(pi, cluster);
    }
  }

  private static void bootstrap(Pi pi, String cluster, String token) {
    List<Entry> founders = new ArrayList<>();
    for (String part : cluster.split(",")) {
      String name = part.substring(0, part.indexOf('='));
      String url = part.substring(part.indexOf('=') + 1);
      long id = EtcdId.ofFounder(url, token).value();
      founders.add(new Entry(1, Entry.Kind.FOUNDER, 0, id, name, url));
    }
    founders.sort(Comparator.comparing(f -> new EtcdId(f.id())));
    EtcdId id = EtcdId.ofCluster(founders.stream().map(f -> new EtcdId(f.id())).toList());
    long own = EtcdId.ofFounder(pi.url(), token).value();
    for (Pi peer : pi.world.pis) {
      boolean published =
          peer != pi
              && peer.etcd != null
              && pi.world.reaches(pi, peer)
              && peer.etcd.log.cluster == id.value()
              && peer.etcd.members().get(own) != null
              && peer.etcd.members().get(own).published();
      if (published) {
        pi.die("member has already been bootstrapped");
        return;
      }
    }
    Log log = new Log(own, id.value());
    log.entries.addAll(founders);
    log.term = 1;
    log.commit = founders.size();
    log.flushedCommit = log.commit;
    begin(pi, log, null);
  }

  private static void join(Pi pi, String cluster) {
    List<String> urls = new ArrayList<>();
    for (String part : cluster.split(",")) {
      urls.add(part.substring(part.indexOf('=') + 1));
    }
    for (String url : urls) {
      Pi peer = pi.world.at(url);
      if (peer != null && peer != pi && peer.etcd != null && pi.world.reaches(pi, peer)) {
        Members there = peer.etcd.members();
        Members.Listed self = there.at(pi.url());
        boolean same =
            there.size() == urls.size()
                && there.list().stream().allMatch(m -> urls.contains(m.url()));
        if (!same || self == null) {
          pi.die("member count is unequal");
          return;
        }
        begin(pi, new Log(self.id(), peer.etcd.log.cluster), there.copy());
        return;
      }
    }
    pi.die("cannot fetch cluster info from peer urls");
  }

  private static void begin(Pi pi, Log log, Members fetched) {
    pi.beginning = null;
    FileState folder = FileState.folder(Pi.ETCDS);
    pi.files.put(Pi.MEMBER, folder);
    pi.files.put(Pi.WAL, folder);
    pi.files.putLog(Pi.WAL, log, FileState.file(Content.of("wal"), Pi.ETCDS));
    pi.world.tell(
        () ->
            "%s: etcd begins without a log as %x of cluster %x"
                .formatted(pi, log.member, log.cluster));
    pi.world.truth.started(log);
    pi.etcd = new Etcd(pi, log, fetched);
  }
}
