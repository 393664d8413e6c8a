package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFolderTest {
  @TempDir private Path home;

  private static LabFolder open(Path folder) {
    return LabFolder.open(Optional.of(folder.toString()), Map.of());
  }

  @Test
  void isInTheUsersCacheUnlessToldOtherwise() throws IOException {
    Map<String, String> environment = Map.of("HOME", home.toString());
    Path real = home.toRealPath();
    try (LabFolder folder = LabFolder.open(Optional.empty(), environment)) {
      assertThat(folder.place()).isEqualTo(real + "/.cache/etcd-bootstrap/lab");
      assertThat(folder.seed()).isEqualTo(folder.place() + "/seed");
    }
    assertThatThrownBy(() -> LabFolder.open(Optional.empty(), Map.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--dir");
  }

  @Test
  void keepsASecondLabOut() {
    Path folder = home.resolve("lab");
    try (LabFolder first = open(folder)) {
      assertThatThrownBy(() -> open(folder))
          .isInstanceOf(HostFailure.class)
          .hasMessageContaining("a lab runs in " + first.place())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    open(folder).close();
  }

  @Test
  void takesNoFolderThatHoldsSomethingElse() throws IOException {
    Files.writeString(home.resolve("letter"), "dear");

    assertThatThrownBy(() -> open(home))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("something other than a lab");
    assertThat(home.resolve("lab.lock")).doesNotExist();
  }

  @Test
  void takesNoFolderWhoseNameNeedsQuotes() {
    assertThatThrownBy(() -> open(home.resolve("my lab")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("blanks");
  }
}
