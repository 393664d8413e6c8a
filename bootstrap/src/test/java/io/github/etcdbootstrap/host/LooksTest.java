package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.FileState;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LooksTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
  }

  private FileState look(String path) {
    return host.looks.look(path(path));
  }

  @Test
  void saysWhatIsThere() {
    host.put("a", "text");
    host.link("l", "/nowhere");
    assertThat(look("/a").is(FileState.Kind.FILE)).isTrue();
    assertThat(look("/a").content()).contains(Content.of("text"));
    assertThat(look("/a").ownership().orElseThrow().user()).isEqualTo("root");
    assertThat(look("/l").target()).contains("/nowhere");
    assertThat(look("/etc").is(FileState.Kind.FOLDER)).isTrue();
    assertThat(look("/none")).isEqualTo(FileState.ABSENT);
    assertThat(look("/a/under-a-file")).isEqualTo(FileState.ABSENT);
  }

  @Test
  void belowAFileNothingIsThere() {
    host.put("srv/etcd", "x");
    assertThat(host.looks.look(path("/srv/etcd/member"))).isEqualTo(FileState.ABSENT);
  }

  @Test
  void aLargeFileIsNotRead() {
    host.put("large", "x".repeat((1 << 20) + 1));
    assertThat(look("/large").is(FileState.Kind.FILE)).isTrue();
    assertThat(look("/large").content()).isEmpty();
  }

  @Test
  void whatIsNeitherFileNorFolderIsOther() {
    Looks live = new Looks(new Root(Path.of("/")), host.accounts);
    assertThat(live.look(path("/dev/null")).is(FileState.Kind.OTHER)).isTrue();
  }

  @Test
  void listsInOrder() {
    host.put("d/b", "");
    host.put("d/.a", "");
    assertThat(host.names("/d")).containsExactly(".a", "b");
    assertThat(host.names("/none")).isEmpty();
    assertThat(host.names("/d/b")).isEmpty();
  }

  /** It may be far back, and at the edge of whatever is read at once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100, (1 << 20) - 8, 1 << 20, (1 << 20) + 3, 3 << 20})
  void theLastLineWithCertainWords(int behind) {
    host.put("log", "a start 1 here\na start 2 here\n" + "y\n".repeat(behind / 2));
    assertThat(host.looks.lastLine(path("/log"), "start")).contains("a start 2 here");
    assertThat(host.looks.lastLine(path("/log"), "stop")).isEmpty();
    assertThat(host.looks.lastLine(path("/none"), "start")).isEmpty();
  }

  @Test
  void theLastLinesOfALog() {
    host.put("log", "one\ntwo\nthree\n");
    assertThat(host.looks.tail(path("/log"), 2)).containsExactly("two", "three");
    assertThat(host.looks.tail(path("/log"), 9)).containsExactly("one", "two", "three");
    assertThat(host.looks.tail(path("/none"), 9)).isEmpty();
    host.put("long", "x".repeat(100) + "\n" + ("y".repeat(999) + "\n").repeat(100));
    assertThat(host.looks.tail(path("/long"), 1000)).hasSize(65).allMatch(l -> l.length() == 999);
  }
}
