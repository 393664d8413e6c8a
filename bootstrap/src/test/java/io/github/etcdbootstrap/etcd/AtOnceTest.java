package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AtOnceTest {
  private static final Duration AN_INSTANT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch secondIsAsked = new CountDownLatch(1);

  @Test
  void theSecondIsNotAskedWhereTheFirstAnswers() {
    assertThat(AtOnce.preferred(() -> Optional.of("first"), LONG, second("second")))
        .contains("first");
    assertThat(secondIsAsked.getCount()).isOne();
  }

  @Test
  void whoHasNothingIsNotWaitedFor() {
    assertThat(AtOnce.preferred(Optional::empty, LONG, second("second"))).contains("second");
  }

  @Test
  void whoIsLateIsPassedBy() {
    assertThat(AtOnce.preferred(this::late, AN_INSTANT, second("second"))).contains("second");
  }

  /** Such as the only member of a cluster that is to grow. */
  @Test
  void whoIsLateIsWaitedForIfNobodyElseAnswers() {
    assertThat(AtOnce.preferred(this::late, AN_INSTANT, second(null))).contains("first");
  }

  private Supplier<Optional<String>> second(String answer) {
    return () -> {
      secondIsAsked.countDown();
      return Optional.ofNullable(answer);
    };
  }

  private Optional<String> late() {
    try {
      return secondIsAsked.await(60, TimeUnit.SECONDS) ? Optional.of("first") : Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
