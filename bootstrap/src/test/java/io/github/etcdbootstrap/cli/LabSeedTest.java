package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.host.LabFolder;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabSeedTest {
  private static final String TARBALL = "etcd-v3.5.7-linux-amd64.tar.gz";

  @TempDir Path top;

  private final List<String> said = new ArrayList<>();
  private LabFolder folder;
  private Path tarball;

  @BeforeEach
  void open() throws IOException {
    folder = LabFolder.open(Optional.of(top.resolve("lab").toString()), Map.of());
    tarball = Files.writeString(top.resolve(TARBALL), "any");
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 6, 8, -1})
  void makesNoneOfAnEvenNumber(int members) {
    assertThatThrownBy(() -> make(Optional.of(members), Optional.empty()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--members " + members + ": expected 1, 3, 5 or 7");
    assertThat(Path.of(folder.seed())).doesNotExist();
  }

  @Test
  void makesSevenAndStaysWithThem() {
    assertThat(make(Optional.of(7), Optional.empty()).members()).hasSize(7);
    assertThat(make(Optional.empty(), Optional.empty()).members()).hasSize(7);
    assertThatThrownBy(() -> make(Optional.of(3), Optional.empty())).hasMessageContaining("has 7");
  }

  /** Such as one whose download failed. */
  @Test
  void aLabThatNeverRanTakesAnotherRelease() throws IOException {
    make(Optional.of(1), Optional.empty());
    Path clusterYml = Path.of(folder.seed()).resolve("cluster.yml");
    Files.writeString(clusterYml, "tuning: {heartbeat-interval: 500}\n", StandardOpenOption.APPEND);
    for (int i = 0; i < 2; i++) {
      ClusterSpec spec = make(Optional.empty(), Optional.of(tarball.toString()));
      assertThat(spec.version()).hasToString("3.5.7");
      assertThat(spec.sums().values()).containsExactly(folder.sumOf(tarball.toString()));
      assertThat(spec.tuning()).hasSize(1);
      assertThat(Path.of(folder.seed()).resolve(TARBALL)).hasContent("any");
    }
  }

  @Test
  void aLabThatRanStaysWithItsOwn() throws IOException {
    make(Optional.of(1), Optional.of(tarball.toString()));
    Files.createDirectories(top.resolve("lab/lab-1/usr/local/lib/etcd"));
    make(Optional.empty(), Optional.of(tarball.toString()));
    assertThat(said).isEmpty();
    Files.writeString(tarball, "another build");
    make(Optional.empty(), Optional.of(tarball.toString()));
    assertThat(said).containsExactly("the members keep their own build of etcd 3.5.7");
    Path other = Files.writeString(top.resolve(TARBALL.replace("3.5.7", "3.5.9")), "any");
    assertThatThrownBy(() -> make(Optional.empty(), Optional.of(other.toString())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("lab runs etcd 3.5.7");
  }

  private ClusterSpec make(Optional<Integer> members, Optional<String> release) {
    return new LabSeed(folder, said::add).make(members, release, new SystemClock());
  }
}
