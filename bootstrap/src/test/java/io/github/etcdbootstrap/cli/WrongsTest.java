package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrongsTest {
  private static final Problem ONE = new Problem("one", "mend one");
  private static final Problem OTHER = new Problem("other", "mend other");

  private final Wrongs wrongs = new Wrongs();

  @Test
  void whatIsRightIsHandedOn() {
    assertThat(wrongs.noting(() -> "right")).contains("right");
    assertThat(wrongs.none()).isTrue();
  }

  @Test
  void allThatIsWrongIsToldOnce() {
    assertThat(wrongs.noting(() -> bad(ONE))).isEmpty();
    wrongs.noting(() -> bad(OTHER, ONE));
    wrongs.note(List.of(OTHER));

    assertThat(wrongs.none()).isFalse();
    assertThat(wrongs.asBadInput().problems()).containsExactly(ONE, OTHER);
  }

  @Test
  void aFailureIsNoBadInput() {
    assertThatThrownBy(
            () ->
                wrongs.noting(
                    () -> {
                      throw new HostFailure("the stick was pulled", "put it back");
                    }))
        .isInstanceOf(HostFailure.class);
  }

  private static String bad(Problem... problems) {
    throw new BadInput(List.of(problems));
  }
}
