package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Observe, plan, apply, look again: whole runs on hosts in memory. */
class WholeRunTest {
  /** The run's process dies just before a change. */
  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final FakeSeed stick = new FakeSeed();
  private final FakeEtcd etcd = new FakeEtcd();
  private final List<FakeWorld> hosts = new ArrayList<>();

  @Test
  void theFirstPlanIsWholeAndTheSecondRunChangesNothing() {
    FakeWorld host = bareHosts(1).get(0);
    String planned = Rendering.of(host.planning().get());

    Convergence.Outcome outcome = run(host);

    assertThat(Rendering.of(Plan.of(host.report.applied, List.of()))).isEqualTo(planned);
    assertThat(outcome.changes()).isEqualTo(host.report.applied.size());
    TreeMap<HostPath, FileState> finished = new TreeMap<>(host.host.files);
    assertThat(run(host).changes()).isZero();
    assertThat(host.host.files).isEqualTo(finished);
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "132", "213", "231", "312", "321"})
  void inAnyOrderTheyFormOneCluster(String order) {
    bareHosts(3);
    order.chars().forEach(c -> run(hosts.get(c - '1')));

    assertThat(hosts).allSatisfy(h -> assertThat(h.cluster.health.get().healthy()).isTrue());
    assertThat(hosts).allSatisfy(h -> assertThat(run(h).changes()).isZero());
    assertThat(etcd.begun).doesNotHaveDuplicates().hasSize(3);
    assertThat(stick.list("members")).hasSize(6);
  }

  /** Killed before any change, then with the power cut too: the next run finishes. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cutAnywhereTheNextRunFinishes(boolean powerCut) {
    int changes = new WholeRunTest().changesOfABareHost();
    for (int cut = 0; cut < changes; cut++) {
      WholeRunTest again = new WholeRunTest();
      FakeWorld host = again.bareHosts(1).get(0);
      again.runUntil(host, cut);
      if (powerCut) {
        again.boot(host);
      }
      run(host);
      assertThat(host.cluster.health.get().healthy()).as("cut before change %d", cut).isTrue();
      assertThat(again.etcd.begun).hasSize(1);
      assertThat(run(host).changes()).isZero();
    }
  }

  @Test
  void whatIsInstalledIsNotFetchedAgain() {
    int changes = new WholeRunTest().changesOfABareHost();
    for (int cut = 0; cut < changes; cut++) {
      WholeRunTest again = new WholeRunTest();
      FakeWorld host = again.bareHosts(1).get(0);
      List<Change> applied = new ArrayList<>(again.runUntil(host, cut));
      run(host);
      applied.addAll(host.report.applied);
      assertThat(applied).filteredOn(FileChange.InstallRelease.class::isInstance).hasSize(1);
    }
  }

  /** Also of what comes with what is put into it, and of what etcd-run wrote. */
  @Test
  void ownersAndModesAreMended() {
    FakeWorld host = bareHosts(1).get(0);
    run(host);
    TreeMap<HostPath, FileState> finished = new TreeMap<>(host.host.files);
    HostPath release = Layout.release(host.config.release().version());
    HostPath mark = Layout.MARKS.child(host.host.list(Layout.MARKS).get(0));
    List<HostPath> damaged =
        List.of(Layout.RELEASES, release, release.child(Layout.SUMS), Layout.RUNNER.parent(), mark);
    damaged.forEach(path -> host.host.own(path, new Ownership("etcd", "etcd", 0)));

    assertThat(run(host).changes()).isEqualTo(damaged.size());
    assertThat(host.host.files).isEqualTo(finished);
  }

  private int changesOfABareHost() {
    return run(bareHosts(1).get(0)).changes();
  }

  /** Between looking and publishing somebody else drew a birth: theirs it is. */
  @Test
  void whoLosesTheRaceForTheBirthTakesTheWinners() {
    bareHosts(3);
    Birth winners = Edge.birth(Edge.spec(), "0b1e55ed");
    FakeReport losing =
        new FakeReport() {
          @Override
          public void applying(Change change) {
            super.applying(change);
            if (change instanceof StartChange.DrawBirth) {
              stick.publish(Birth.FILE, winners.toContent(), "x");
            }
          }
        };

    new Convergence(hosts.get(0).world(losing), hosts.get(0).planning()).run();

    assertThat(stick.files).containsEntry(Birth.FILE, winners.toContent());
    assertThat(etcd.begun).containsExactly(Case.ownId(winners));
  }

  /** Amnesia: whatever is done to the data of a member that ran, it does not begin again. */
  @Test
  void dataThatIsDeletedStaysDeleted() {
    bareHosts(3);
    hosts.forEach(WholeRunTest::run);
    FakeWorld lost = hosts.get(0);
    lost.host.files.keySet().removeIf(p -> p.isUnder(Edge.DATA) && !p.equals(Edge.DATA));
    lost.host.pids = List.of();
    boot(lost);

    assertThat(lost.host.pids).isEmpty();
    assertRefusedUntouched(lost);

    hosts.get(1).host.stop("etcd");
    hosts.get(2).host.stop("etcd");
    assertRefusedUntouched(lost);
  }

  @Test
  void aNewCardForAMemberThatRanIsRefused() {
    bareHosts(3);
    hosts.forEach(WholeRunTest::run);
    hosts.forEach(h -> h.host.stop("etcd"));
    FakeWorld newCard = new FakeWorld(Edge.config(Edge.spec(), 1), stick);
    etcd.runsOn(newCard);

    assertRefusedUntouched(newCard);
  }

  /** Row 14's recipe: birth moved aside, run again on each; one host sleeps through it. */
  @Test
  void startedOverTheClusterIsAnotherAndASleeperJoinsIt() {
    bareHosts(3);
    hosts.forEach(WholeRunTest::run);
    hosts.forEach(h -> h.host.stop("etcd"));
    stick.files.put("birth-20261124T100000Z.yml", stick.files.remove(Birth.FILE));
    hosts.subList(0, 2).forEach(WholeRunTest::run);
    hosts.get(0).clock.sleep(Duration.ofHours(1));
    run(hosts.get(2));

    assertThat(hosts).allSatisfy(h -> assertThat(h.cluster.health.get().healthy()).isTrue());
    assertThat(etcd.begun).doesNotHaveDuplicates().hasSize(6);
    assertThat(hosts).allSatisfy(h -> assertThat(h.host.list(Edge.DATA.child("aside"))).hasSize(1));
  }

  private void assertRefusedUntouched(FakeWorld host) {
    TreeMap<HostPath, FileState> before = new TreeMap<>(host.host.files);
    TreeMap<String, ?> seed = new TreeMap<>(stick.files);

    assertThat(run(host).last().refusal()).isPresent();
    assertThat(host.host.files).isEqualTo(before);
    assertThat(stick.files).isEqualTo(seed);
  }

  private List<FakeWorld> bareHosts(int count) {
    for (int number = 1; number <= count; number++) {
      FakeWorld host = new FakeWorld(Edge.config(Edge.spec(count), number), stick);
      hosts.add(host);
      etcd.runsOn(host);
    }
    return hosts;
  }

  private static Convergence.Outcome run(FakeWorld host) {
    return new Convergence(host.world(), host.planning()).run();
  }

  private List<Change> runUntil(FakeWorld host, int change) {
    FakeReport dying =
        new FakeReport() {
          @Override
          public void applying(Change next) {
            if (applied.size() == change) {
              throw new Cut();
            }
            super.applying(next);
          }
        };
    try {
      new Convergence(host.world(dying), host.planning()).run();
    } catch (Cut e) {
      assertThat(dying.applied).hasSize(change);
    }
    return dying.applied;
  }

  /** The power comes back: OpenRC starts what is in the runlevel. */
  private void boot(FakeWorld host) {
    host.host.powerCut();
    if (host.host.service("etcd").runlevels().contains("default")) {
      host.host.start("etcd");
    }
  }
}
