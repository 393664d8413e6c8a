package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartedWithTest {
  private static final String NOTE = "# process 812\n# ca 00ff\nname: \"x\"\n# process 813\n";

  @Test
  void isReadOfTheProcessThatRuns() {
    assertThat(StartedWith.read(Content.of(NOTE), 812))
        .contains(new StartedWith("00ff", "name: \"x\"\n# process 813\n"));
    assertThat(StartedWith.read(Content.of(NOTE), 813)).isEmpty();
    assertThat(StartedWith.read(Content.of(NOTE), 81)).isEmpty();
  }

  @Test
  void withoutACaItSaysNothingOfIt() {
    assertThat(StartedWith.read(Content.of("# process 1\n# ca \nx\n"), 1))
        .contains(new StartedWith("", "x\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# process 812", "# process 812\nname: x\n", "# process x\n# ca \n"})
  void whatIsCutShortIsNoNote(String text) {
    assertThat(StartedWith.read(Content.of(text), 812)).isEmpty();
  }
}
