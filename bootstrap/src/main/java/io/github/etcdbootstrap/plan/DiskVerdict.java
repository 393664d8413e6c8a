package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What the data disk's flushes mean for etcd.
 *
 * @param times empty if they could not be measured
 * @param words one line, with the settings that such a disk needs if they are not there
 */
public record DiskVerdict(Optional<Host.FsyncTimes> times, String words) {
  private static final Duration HEALTHY = Duration.ofMillis(10);
  private static final long STEP = 100;
  private static final int ELECTION = 10;

  /** As etcd has them where nothing is configured, in milliseconds. */
  private static final long DEFAULT_HEARTBEAT = 100;

  private static final long DEFAULT_ELECTION = 1000;

  /** Etcd takes no election-timeout above 50 s. */
  private static final long LONGEST_HEARTBEAT = 5000;

  /** Measures; that it cannot be done is no failure of a run. */
  public static DiskVerdict measure(Host host, NodeConfig config) {
    try {
      return of(host.fsyncTimes(config.dataDir()), config);
    } catch (HostFailure e) {
      return new DiskVerdict(
          Optional.empty(), disk(config.dataDir()) + "not measured: " + e.problem().cause());
    }
  }

  static DiskVerdict of(Host.FsyncTimes times, NodeConfig config) {
    String measured =
        "%sa flush takes %s (p50), %s (p99): "
            .formatted(disk(config.dataDir()), shown(times.p50()), shown(times.p99()));
    return new DiskVerdict(Optional.of(times), measured + judged(times.p99(), config));
  }

  private static String disk(HostPath dataDir) {
    return "disk of " + dataDir + ": ";
  }

  private static String judged(Duration p99, NodeConfig config) {
    if (p99.compareTo(HEALTHY) < 0) {
      return "good, etcd wants a p99 below 10 ms";
    }
    String slow = "slow, etcd wants a p99 below 10 ms; ";
    long heartbeat = milliseconds("heartbeat-interval", DEFAULT_HEARTBEAT, config);
    long election = milliseconds("election-timeout", DEFAULT_ELECTION, config);
    long wanted = Math.max(heartbeat, roundedUp(p99));
    if (wanted > LONGEST_HEARTBEAT) {
      return slow + "too slow for any setting: use another card or disk";
    } else if (wanted == heartbeat && election >= ELECTION * roundedUp(p99)) {
      return slow
          + "heartbeat-interval %d and election-timeout %d allow for it"
              .formatted(heartbeat, election);
    }
    return slow
        + "set in cluster.yml, for all members, tuning: {heartbeat-interval: %d, election-timeout: %d}"
            .formatted(wanted, Math.max(election, ELECTION * wanted));
  }

  private static long roundedUp(Duration p99) {
    long steps = (p99.toNanos() - 1) / (STEP * 1_000_000) + 1;
    return steps * STEP;
  }

  private static long milliseconds(String key, long unset, NodeConfig config) {
    return config.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .map(setting -> Long.parseLong(setting.shown()))
        .findFirst()
        .orElse(unset);
  }

  private static String shown(Duration time) {
    double milliseconds = time.toNanos() / 1e6;
    return String.format(Locale.ROOT, milliseconds < 10 ? "%.2f ms" : "%.0f ms", milliseconds);
  }
}
