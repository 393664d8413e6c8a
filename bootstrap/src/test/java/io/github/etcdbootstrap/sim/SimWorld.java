package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The hosts, the cables between them, their seeds, and time. */
final class SimWorld {
  final Kind kind;
  final Chance chance;
  final Broken broken;
  final List<Pi> pis = new ArrayList<>();
  final Truth truth = new Truth();
  final Raft raft = new Raft(this);
  final Shelf shelf;
  final Map<Long, Lock> locks = new HashMap<>();
  final Map<Long, Set<String>> replacedUnattended = new HashMap<>();

  /** Members of the inventory now. */
  int members;

  /** How many of a hundred messages are lost. */
  int loss;

  /** The birth that a refusal told the owner to put into every copy. */
  Content printed;

  /** The adversary has stopped, and all hosts run the program together. */
  boolean ending;

  long millis;
  private final Set<Integer> cut = new HashSet<>();
  private final List<String> story;
  private int drawn;

  /**
   * @param story what happens is told here; null where nobody listens
   */
  SimWorld(Kind kind, int hosts, long seed, Broken broken, List<String> story) {
    this.kind = kind;
    this.chance = new Chance(seed);
    this.broken = broken;
    this.story = story;
    this.members = hosts;
    for (int number = 1; number <= kind.machines(hosts); number++) {
      pis.add(new Pi(this, number));
    }
    this.shelf = new Shelf(this);
  }

  /** The one lock of a cluster. */
  static final class Lock {
    final String installId;
    final String holder;
    final Run run;

    Lock(String installId, String holder, Run run) {
      this.installId = installId;
      this.holder = holder;
      this.run = run;
    }
  }

  void tell(Supplier<String> words) {
    if (story != null) {
      String line = words.get();
      // Whatever goes round and round is told once.
      if (!story.subList(Math.max(0, story.size() - 2), story.size()).contains(line)) {
        story.add(line);
      }
    }
  }

  boolean reaches(Pi from, Pi to) {
    return from.powered && to.powered && (from == to || !cut.contains(key(from, to)));
  }

  void cut(Pi one, Pi other, boolean is) {
    if (is) {
      cut.add(key(one, other));
    } else {
      cut.remove(key(one, other));
    }
  }

  void healAll() {
    cut.clear();
  }

  /**
   * What was begun goes on, be it by a start that is under way, and the seed knows nothing of it.
   */
  void forget() {
    Content birth = shelf.at(pis.get(0)).get(Birth.FILE);
    if (birth != null) {
      truth.unknownToTheSeed(Birth.read(Birth.FILE, birth).clusterId().value());
    }
    shelf.forget();
  }

  private static int key(Pi one, Pi other) {
    return (1 << one.number) | (1 << other.number);
  }

  /** A run stops its etcd: that must not cost a quorum which it could have seen to be needed. */
  void requireQuorumWithout(Pi pi, long since) {
    Etcd leader = raft.leaderOf(pi.etcd);
    boolean counts = leader != null && truth.isInForce(leader.log.cluster);
    if (!counts || !leader.members().isVoter(pi.etcd.id())) {
      return;
    }
    List<Long> voters = leader.members().voters();
    long others =
        voters.stream()
            .filter(id -> id != pi.etcd.id() && wasUp(leader.log.cluster, id, since))
            .count();
    if (voters.size() > 2 && others <= voters.size() / 2) {
      throw new Violation(
          Violation.Rule.QUORUM,
          "%s stops its etcd, and of %d voters %d are left".formatted(pi, voters.size(), others));
    }
  }

  /** Whether this member runs, or did at some time since then and no run has stopped it. */
  boolean wasUp(long cluster, long id, long since) {
    return pis.stream()
        .anyMatch(
            p ->
                p.etcd != null && p.etcd.log.cluster == cluster && p.etcd.id() == id
                    || p.lastCluster == cluster
                        && p.lastId == id
                        && p.lastUp >= since
                        && !p.stoppedByRun);
  }

  Pi at(String url) {
    return pis.stream().filter(p -> p.url().equals(url)).findFirst().orElse(null);
  }

  /** Time passes, and everybody does what he does by himself. */
  void pass(Duration time) {
    millis += time.toMillis();
    for (Pi pi : pis) {
      pi.tick();
    }
    raft.tick(loss);
  }

  /** Never the same twice. */
  String draw(int bytes) {
    drawn++;
    return HexFormat.of()
        .toHexDigits(new Chance(drawn).bits())
        .repeat((bytes + 7) / 8)
        .substring(0, 2 * bytes);
  }
}
