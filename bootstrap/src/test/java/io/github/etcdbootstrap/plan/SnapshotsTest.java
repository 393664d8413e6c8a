package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private final List<String> warnings = new ArrayList<>();
  private final FakeReport report =
      new FakeReport() {
        @Override
        public void warning(String what) {
          warnings.add(what);
        }
      };
  private final FakeWorld world = new FakeWorld(Edge.config());

  @Test
  void theNewestThreeAreKeptAndNothingElseIsTouched() {
    for (int day = 1; day <= 5; day++) {
      take(day, 20);
    }
    world.host.write(
        new NodeFile(Layout.SNAPSHOTS.child("my-own.db"), Content.of("x"), Ownership.root(0600)));
    take(6, 20);

    assertThat(world.host.list(Layout.SNAPSHOTS))
        .containsExactly("my-own.db", "snapshot-4.db", "snapshot-5.db", "snapshot-6.db");
    assertThat(warnings).isEmpty();
  }

  /** The peers hold the data. */
  @Test
  void withoutRoomThatIsSaidAndTheRunGoesOn() {
    assertThat(take(1, 8L << 30)).isEqualTo(Change.Outcome.DONE);

    assertThat(warnings).singleElement().asString().startsWith("no snapshot is kept: 8192 MiB");
    assertThat(world.host.look(Layout.SNAPSHOTS).is(FileState.Kind.ABSENT)).isTrue();
  }

  @Test
  void whereOneBreaksOffTheNextMemberIsAsked() {
    world.host.breakingOff.add("192.168.7.12");

    take(1, 20);

    assertThat(world.host.look(Layout.SNAPSHOTS.child("snapshot-1.db")).content())
        .map(Content::text)
        .contains("of https://192.168.7.13:2379");
    assertThat(warnings).isEmpty();
  }

  @Test
  void oneThatBreaksOffIsNotKeptAndPushesNoneOut() {
    for (int day = 1; day <= 3; day++) {
      take(day, 20);
    }
    world.host.breakingOff.addAll(List.of("192.168.7.12", "192.168.7.13"));

    assertThat(take(4, 20)).isEqualTo(Change.Outcome.DONE);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("no snapshot is kept: x-k3s-m-1: silent; writing ")
        .contains("192.168.7.12:2379: connection reset; ", "192.168.7.13:2379: connection reset");
    assertThat(world.host.list(Layout.SNAPSHOTS))
        .containsExactly("snapshot-1.db", "snapshot-2.db", "snapshot-3.db");
  }

  private Change.Outcome take(int day, long bytes) {
    HostPath file = Layout.SNAPSHOTS.child("snapshot-" + day + ".db");
    return new FileChange.TakeSnapshot(file, bytes).apply(world.world(report));
  }
}
