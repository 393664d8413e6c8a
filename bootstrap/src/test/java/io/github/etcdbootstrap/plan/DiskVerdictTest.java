package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.plan.Host.FsyncTimes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskVerdictTest {
  private static final String TUNING =
      "slow, etcd wants a p99 below 10 ms; set in cluster.yml, for all members, tuning:"
          + " {heartbeat-interval: %d, election-timeout: %d}";

  private static String words(long p99Micros, NodeConfig config) {
    FsyncTimes times =
        new FsyncTimes(Duration.ofNanos(1_234_000), Duration.ofNanos(p99Micros * 1000), 1000);
    return DiskVerdict.of(times, config).words();
  }

  private static NodeConfig tuned(long heartbeat, long election) {
    return Edge.config()
        .withSettings(
            List.of(
                new Setting("heartbeat-interval", Setting.Type.INTEGER, List.of("" + heartbeat)),
                new Setting("election-timeout", Setting.Type.INTEGER, List.of("" + election))));
  }

  @Test
  void aGoodDisk() {
    assertThat(words(9_990, Edge.config()))
        .isEqualTo(
            "disk of /var/lib/etcd: a flush takes 1.23 ms (p50), 9.99 ms (p99): good, etcd wants a"
                + " p99 below 10 ms");
  }

  @Test
  void aSlowDiskForWhichTheSettingsAreMade() {
    assertThat(words(10_000, Edge.config()))
        .isEqualTo(
            "disk of /var/lib/etcd: a flush takes 1.23 ms (p50), 10 ms (p99): slow, etcd wants a"
                + " p99 below 10 ms; heartbeat-interval 500 and election-timeout 5000 allow for"
                + " it");
    assertThat(words(500_000, Edge.config())).endsWith("5000 allow for it");
  }

  @ParameterizedTest
  @CsvSource({
    "500001, 500, 5000, 600, 6000",
    "1234567, 500, 5000, 1300, 13000",
    "5000000, 500, 5000, 5000, 50000",
    "150000, 100, 1000, 200, 2000",
    "150000, 300, 1900, 300, 3000",
    "700000, 500, 9000, 700, 9000"
  })
  void onesThatAreTooSmall(
      long p99, long heartbeat, long election, long wantedHeartbeat, long wantedElection) {
    assertThat(words(p99, tuned(heartbeat, election)))
        .endsWith(TUNING.formatted(wantedHeartbeat, wantedElection));
  }

  @Test
  void whatIsNotConfiguredIsEtcdsOwn() {
    NodeConfig bare = Edge.config().withSettings(List.of());

    assertThat(words(99_000, bare))
        .endsWith("heartbeat-interval 100 and election-timeout 1000 allow for it");
    assertThat(words(101_000, bare)).endsWith(TUNING.formatted(200, 2000));
  }

  @Test
  void aDiskForWhichNoSettingIsEnough() {
    assertThat(words(5_000_001, Edge.config()))
        .endsWith("too slow for any setting: use another card or disk");
  }

  @Test
  void thatItCannotBeMeasuredIsSaidAndIsNoFailure() {
    FakeWorld world = new FakeWorld(Edge.config());
    world.host.fsyncTimes =
        () -> {
          throw new HostFailure("the disk is full", "make room");
        };
    DiskVerdict verdict = DiskVerdict.measure(world.host, Edge.config());

    assertThat(verdict.words()).isEqualTo("disk of /var/lib/etcd: not measured: the disk is full");
    assertThat(verdict.times()).isEmpty();
  }
}
