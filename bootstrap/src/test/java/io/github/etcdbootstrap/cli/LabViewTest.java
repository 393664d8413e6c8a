package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabViewTest {
  private static final LabRow LEADER = up("lab-1", "leader", "20 kB");
  private static final LabRow FOLLOWER = up("lab-2", "follower", "20 kB");
  private static final LabRow DOWN =
      new LabRow("lab-2", "127.23.79.2", "down", "", "", List.of("fatal: no"));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static LabRow up(String name, String state, String size) {
    return new LabRow(name, "127.23.79.1", state, "2", size, List.of());
  }

  private LabView view(boolean terminal) {
    return new LabView(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal);
  }

  /** What was printed since this was asked last. */
  private List<String> lines() {
    String text = printed.toString(StandardCharsets.UTF_8);
    printed.reset();
    return text.lines().toList();
  }

  @Test
  void aLogGetsOnlyWhatChanged() {
    LabView view = view(false);
    view.show(List.of(LEADER, FOLLOWER));
    assertThat(lines()).hasSize(2);

    view.show(List.of(up("lab-1", "leader", "40 kB"), FOLLOWER));
    assertThat(lines()).isEmpty();

    view.show(List.of(LEADER, DOWN));
    assertThat(lines())
        .containsExactly("lab-2    127.23.79.2 down       term -    db -", "         fatal: no");
    view.progress("lab-2: waiting");
    assertThat(lines()).isEmpty();
  }

  @Test
  void aTerminalIsDrawnInPlace() {
    LabView view = view(true);
    view.show(List.of(LEADER, DOWN));
    assertThat(lines()).hasSize(4).noneMatch(line -> line.contains("\u001b[J"));

    view.show(List.of(LEADER, FOLLOWER));
    assertThat(lines()).hasSize(3).first().asString().startsWith("\u001b[3F\u001b[J");

    view.say("lab-2: start etcd");
    List<String> lines = lines();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("\u001b[2F\u001b[Jlab-2: start etcd");
    assertThat(lines.get(2)).contains("follower");
  }

  @Test
  void saysNothingOfMembersThatEnd() {
    LabView view = view(false);
    view.close("ending");
    view.show(List.of(DOWN));
    view.say("lab-2: error");
    assertThat(lines()).containsExactly("ending");
  }
}
