package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fakes keep what the ports promise. */
class FakesTest {
  private static final HostPath TMP = HostPath.of("/tmp");
  private static final Ownership ROOT = Ownership.root(0700);

  private final FakeWorld world = new FakeWorld(Edge.config());
  private final FakeHost host = world.host;

  @Test
  void timePassesOnlyInSleepAndThingsHappenOnTheWay() {
    List<String> seen = new ArrayList<>();
    FakeClock clock = new FakeClock();
    clock.after(Duration.ofSeconds(3), () -> seen.add("at " + clock.sinceStart().toSeconds()));
    clock.after(Duration.ofSeconds(3), () -> seen.add("too"));
    clock.sleep(Duration.ofSeconds(2));
    assertThat(seen).isEmpty();

    clock.sleep(Duration.ofSeconds(2));
    assertThat(seen).containsExactly("at 3", "too");
    assertThat(clock.sinceStart()).isEqualTo(Duration.ofSeconds(4));
    assertThat(clock.now()).hasToString("2026-11-23T10:00:04Z");
  }

  @Test
  void aFileNeedsItsFolderAndItsOwner() {
    NodeFile file = new NodeFile(TMP.child("x"), Content.of("x"), ROOT);
    assertThatThrownBy(() -> host.write(file)).hasMessage("/tmp is not a folder");

    host.folder(TMP, ROOT);
    host.write(file);
    assertThat(host.list(TMP)).containsExactly("x");
    assertThatThrownBy(() -> host.own(TMP.child("y"), ROOT)).hasMessage("/tmp/y is not there");
    assertThatThrownBy(() -> host.folder(TMP, new Ownership("etcd", "etcd", 0700)))
        .hasMessage("there is no user etcd");
  }

  @Test
  void aFolderMovesWholeAndNeverOntoAnother() {
    host.folder(TMP.child("a").child("b"), ROOT);
    host.write(new NodeFile(TMP.child("a").child("b").child("x"), Content.of("x"), ROOT));
    host.folder(TMP.child("ab"), ROOT);

    host.move(TMP.child("a"), TMP.child("c").child("a"));
    assertThat(host.list(TMP)).containsExactly("ab", "c");
    assertThat(host.list(HostPath.of("/tmp/c/a/b"))).containsExactly("x");
    assertThatThrownBy(() -> host.move(TMP.child("ab"), TMP.child("c")))
        .hasMessage("/tmp/c already exists");
    assertThatThrownBy(() -> host.copy(TMP.child("ab"), TMP.child("c")))
        .hasMessage("/tmp/c already exists");
  }

  @Test
  void aPowerCutTakesWhatRunsAndRun() {
    host.folder(Layout.FIRST_FOLDER, ROOT);
    host.write(new NodeFile(Layout.FIRST, Content.of("x"), ROOT));
    host.pids = List.of(812L);
    host.folder(TMP, ROOT);

    host.powerCut();

    assertThat(host.pids).isEmpty();
    assertThat(host.list(HostPath.of("/run"))).isEmpty();
    assertThat(host.look(TMP).is(FileState.Kind.FOLDER)).isTrue();
  }

  @Test
  void theNearestMountHoldsAPath() {
    assertThat(host.mount(HostPath.of("/media/usb/birth.yml")).serial()).isEqualTo("STICK");
    assertThat(host.mount(HostPath.of("/media")).serial()).isEqualTo("SERIAL-1");
  }

  @Test
  void drawsAreNeverTheSame() {
    FakeHost other = new FakeWorld(Edge.config(Edge.spec(), 2)).host;

    assertThat(List.of(host.draw(16), host.draw(16), other.draw(16)))
        .doesNotHaveDuplicates()
        .allMatch(d -> d.matches("[0-9a-f]{32}"));
    assertThat(host.draw(4)).hasSize(8);
  }

  @Test
  void onASeedTheFirstWins() {
    FakeSeed seed = new FakeSeed();

    assertThat(seed.publish("birth.yml", Content.of("a"), "x")).isTrue();
    assertThat(seed.publish("birth.yml", Content.of("b"), "y")).isFalse();
    seed.put("members/m", Content.of("1"));
    seed.put("members/m", Content.of("2"));
    assertThat(seed.files)
        .containsEntry("birth.yml", Content.of("a"))
        .containsEntry("members/m", Content.of("1"));
    assertThat(seed.list("")).containsExactly("birth.yml", "members");
    assertThat(seed.list("members")).containsExactly("m");
    assertThat(seed.list("mem")).isEmpty();
  }

  @Test
  void aReleaseIsThereOnlyWhenItIsCommitted() throws Exception {
    HostPath folder = HostPath.of("/usr/local/lib/etcd/v1");
    try (Staging staging = host.stage(folder)) {
      staging.create("etcd").write(1);
      staging.note("SUMS", Content.of("x"));
      assertThat(host.look(folder)).isEqualTo(FileState.ABSENT);
      staging.commit();
    }
    assertThat(host.list(folder)).containsExactly("SUMS", "etcd");
    assertThat(host.sums(folder, List.of("etcd", "etcdctl"))).containsOnlyKeys("etcd");
  }

  @Test
  void withoutLogAndPermitEtcdDoesNotStart() {
    FakeEtcd etcd = new FakeEtcd();
    etcd.runsOn(world);

    etcd.start(world);

    assertThat(host.pids).isEmpty();
    assertThat(etcd.begun).isEmpty();
    assertThat(world.cluster.health.get()).isEqualTo(Cluster.OwnHealth.SILENT);
  }
}
