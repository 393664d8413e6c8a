package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.Host.FsyncTimes;
import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsyncProbeTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    host.folder("var/lib/etcd");
  }

  /** A disk on which each flush takes so long. */
  private FsyncTimes each(Duration flush) {
    AtomicLong now = new AtomicLong(1L << 62);
    return new FsyncProbe(host.root, () -> now.getAndAdd(flush.toNanos()))
        .times(path("/var/lib/etcd"));
  }

  @Test
  void aFastDiskIsAskedThreeHundredTimes() {
    assertThat(each(Duration.ofMillis(1)))
        .isEqualTo(new FsyncTimes(Duration.ofMillis(1), Duration.ofMillis(1), 300));
  }

  @Test
  void aSlowOneForTwoSecondsAndYetFiftyTimes() {
    assertThat(each(Duration.ofMillis(20)).samples()).isEqualTo(100);
    assertThat(each(Duration.ofMillis(100)).samples()).isEqualTo(50);
  }

  @Test
  void oneThatTakesSecondsDoesNotHoldUpForEver() {
    assertThat(each(Duration.ofSeconds(4)).samples()).isEqualTo(5);
  }

  @Test
  void saysWhatHalfAndWhatAllButOneInAHundredTook() {
    assertThat(
            FsyncTimes.of(
                IntStream.rangeClosed(1, 200).mapToObj(i -> Duration.ofMillis(201 - i)).toList()))
        .isEqualTo(new FsyncTimes(Duration.ofMillis(100), Duration.ofMillis(198), 200));
    assertThat(FsyncTimes.of(IntStream.of(7).mapToObj(Duration::ofMillis).toList()).p99())
        .isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void leavesNothingAndWhatACutRunLeavesIsKnown() {
    LongSupplier looking =
        () -> {
          assertThat(host.names("/var/lib/etcd")).hasSize(1);
          assertThat(new Leftovers(host.root).in(path("/var/lib/etcd"))).hasSize(1);
          return System.nanoTime();
        };

    FsyncTimes times = new FsyncProbe(host.root, looking).times(path("/var/lib/etcd"));

    assertThat(times.samples()).isBetween(1, 300);
    assertThat(times.p50()).isPositive().isLessThanOrEqualTo(times.p99());
    assertThat(host.names("/var/lib/etcd")).isEmpty();
  }

  @Test
  void eachSampleIsAnAppendOfARecord() {
    List<Long> sizes = new ArrayList<>();
    LongSupplier looking =
        () -> {
          sizes.add(host.names("/var/lib/etcd").stream().mapToLong(this::size).sum());
          return sizes.size() * 1_000_000L;
        };

    new FsyncProbe(host.root, looking).times(path("/var/lib/etcd"));

    assertThat(sizes).hasSize(301).startsWith(0L, 2300L, 4600L).endsWith(300 * 2300L);
  }

  private long size(String name) {
    return top.resolve("var/lib/etcd").resolve(name).toFile().length();
  }

  @Test
  void whereItFailsNothingIsLeftEither() {
    LongSupplier failing =
        () -> {
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> new FsyncProbe(host.root, failing).times(path("/var/lib/etcd")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(host.names("/var/lib/etcd")).isEmpty();
  }

  @Test
  void withoutTheFolderThereIsNothingToMeasure() {
    assertThatThrownBy(
            () -> new FsyncProbe(host.root, System::nanoTime).times(path("/var/lib/none")))
        .isInstanceOf(HostFailure.class)
        .hasMessage("measuring the disk of /var/lib/none: no such file or folder");
  }

  /** A file system on which nothing is free and nothing may be written. */
  @Test
  void aFullDiskIsLeftAlone() {
    assertThatThrownBy(
            () -> new FsyncProbe(new Root(Path.of("/")), System::nanoTime).times(path("/proc")))
        .isInstanceOf(HostFailure.class)
        .hasMessage("less than 16 MiB are free on the disk of /proc");
  }
}
