package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of membership and the repairs, told: facts in, the printed plan out. The texts are in
 * src/test/resources/plans; `mvn -pl bootstrap test -Dtest=PlanStoriesTest -Dgolden.update=true`
 * writes them anew, and the diff is to be read.
 */
class PlanStoriesTest {
  private static final Path FOLDER = Path.of("src/test/resources/plans");

  static Stream<Story> stories() {
    return Stream.of(
            FoundingStories.all(),
            BlockedStories.all(),
            RefusalStories.all(),
            MemberStories.all(),
            LossStories.all(),
            TakeOverStories.all(),
            LeavingStories.all(),
            LastRowStories.all(),
            KeptSeedStories.all(),
            LocalStories.all(),
            ClockStories.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("stories")
  void factsInPlanOut(Story story) {
    Golden.check("plans/" + story.file() + ".txt", story.told());
  }

  @Test
  void everyTextIsTold() throws IOException {
    try (Stream<Path> texts = Files.list(FOLDER)) {
      assertThat(texts.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(stories().map(s -> s.file() + ".txt").toList());
    }
  }
}
