package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import java.time.Duration;
import java.util.List;

/** Waits, bounded, for the member to be healthy, and says for whom it waits. */
public final class Proof {
  private static final Duration LONGEST = Duration.ofSeconds(120);
  private static final Duration LEAST_ALONE = Duration.ofSeconds(2);
  private static final Duration MOST_ALONE = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(200);
  private static final Duration BETWEEN_READINGS = Duration.ofSeconds(5);

  private final World world;
  private final NodeConfig config;
  private final boolean voter;
  private Duration majoritySeen;

  /**
   * @param voter whether the member is known to vote, which its health does not say
   */
  public Proof(World world, NodeConfig config, boolean voter) {
    this.world = world;
    this.config = config;
    this.voter = voter;
  }

  /**
   * What came of the waiting.
   *
   * @param up members that answer on 2380, this one included
   * @param silent the members that do not, to run it on next
   */
  public record Verdict(Result result, int up, List<Member> silent, String reason) {
    /** How it ended. */
    public enum Result {
      HEALTHY,
      /** Up, and too few others are up for a cluster: they have not been run yet. */
      WAITING_FOR_OTHERS,
      /** etcd has said meanwhile that its data is corrupt, or has just become able to list it. */
      LOOK_AGAIN,
      UNHEALTHY
    }
  }

  public Verdict await() {
    Duration start = world.clock().sinceStart();
    Duration alone = alone(start);
    majoritySeen = start;
    Duration logRead = start;
    while (true) {
      Cluster.OwnHealth health = world.cluster().ownHealth(config.endpoints().metrics());
      if (health.healthy() && voter) {
        return served();
      }
      List<Member> silent = silent();
      Duration now = world.clock().sinceStart();
      int up = config.members().size() - silent.size();
      if (up >= config.majority() || !health.answers()) {
        majoritySeen = now;
      }
      if (health.healthy()) {
        return new Verdict(Verdict.Result.LOOK_AGAIN, up, silent, "it is not known to vote");
      } else if (now.minus(majoritySeen).compareTo(alone) > 0) {
        return new Verdict(Verdict.Result.WAITING_FOR_OTHERS, up, silent, health.reason());
      } else if (now.minus(start).compareTo(LONGEST) > 0) {
        return new Verdict(Verdict.Result.UNHEALTHY, up, silent, health.reason());
      }
      if (now.minus(logRead).compareTo(BETWEEN_READINGS) > 0) {
        logRead = now;
        if (EtcdLog.of(world.host()).corrupt().isPresent()) {
          return new Verdict(Verdict.Result.LOOK_AGAIN, up, silent, health.reason());
        }
      }
      world.report().waiting(words(up, silent));
      world.clock().sleep(STEP);
    }
  }

  private Verdict served() {
    List<String> wrong = Served.await(world, config).wrong();
    return new Verdict(
        wrong.isEmpty() ? Verdict.Result.HEALTHY : Verdict.Result.UNHEALTHY,
        0,
        List.of(),
        String.join("; ", wrong));
  }

  /** Who was started together with this host needs about as long as it has taken until now. */
  private static Duration alone(Duration taken) {
    Duration atLeast = taken.compareTo(LEAST_ALONE) < 0 ? LEAST_ALONE : taken;
    return atLeast.compareTo(MOST_ALONE) > 0 ? MOST_ALONE : atLeast;
  }

  private List<Member> silent() {
    List<Member> listening = world.cluster().listening(config.members());
    return config.members().stream().filter(m -> !listening.contains(m)).toList();
  }

  private String words(int up, List<Member> silent) {
    String missing = String.join(", ", silent.stream().map(m -> m.name().value()).toList());
    return "for the cluster: %d of %d up%s"
        .formatted(up, config.members().size(), missing.isEmpty() ? "" : ", not yet: " + missing);
  }
}
