package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster on this machine, as an ordinary user tries it. */
class LabJarTest {
  private final RunningLab lab = new RunningLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void threeMembersBearWhatIsDoneToThem() throws Exception {
    Process jvm = lab.start();
    lab.awaitView();
    assertThat(lab.healthyVoters()).hasSize(3);
    assertThat(lab.printed())
        .contains("export ETCDCTL_API=3 ETCDCTL_ENDPOINTS=https:", "datastore-endpoint: https://");

    long killed = lab.pid(3);
    RunningLab.signal("KILL", killed);
    lab.await("lab-3 is down", () -> lab.count(3, "down") > 0);
    lab.await("lab-3 is back", () -> lab.count(3, "follower|leader") > 1);
    assertThat(lab.pid(3)).isNotEqualTo(killed);
    assertThat(lab.printed()).doesNotContain("lab-3: remove member");

    Folder.remove(lab.member(2).resolve("var/lib/etcd/member"));
    RunningLab.signal("KILL", lab.pid(2));
    lab.await("lab-2 is back", () -> lab.count(2, "down") > 0 && isReplaced(2, 1));
    assertThat(lab.printed()).contains("lab-2: remove member", "its data is lost");

    RunningLab.wipe(lab.member(2), lab.pid(2));
    lab.await("lab-2 is back on a new card", () -> isReplaced(2, 2));
    assertThat(lab.member(2).resolve("var/lib/etcd-bootstrap/snapshots"))
        .isDirectoryContaining("glob:**/snapshot-*.db");

    long stopped = lab.pid(3);
    long downs = lab.count(1, "down");
    RunningLab.signal("STOP", stopped);
    lab.await("lab-3 is silent", () -> lab.count(3, "not ready") > 0);
    RunningLab.signal("KILL", lab.pid(1));
    lab.await("it is seen meanwhile", () -> lab.count(1, "down") > downs);
    RunningLab.signal("CONT", stopped);
    lab.await("lab-3 is back", () -> lab.isNow(3, "follower|leader"));

    RunningLab.signal("TERM", jvm.pid());
    assertThat(lab.exit(jvm)).isZero();
    awaitNothingLeft();
  }

  private boolean isReplaced(int number, int times) {
    String promotion = "lab-%1$d: promote lab-%1$d".formatted(number);
    String[] after = lab.printed().split(promotion, -1);
    return after.length > times && lab.isNow(number, "follower|leader");
  }

  @Test
  void fiveMembersEndWithCtrlC() throws Exception {
    Process jvm = lab.start("--members", "5");
    lab.awaitView();
    assertThat(lab.healthyVoters()).hasSize(5);

    RunningLab.signal("INT", jvm.pid());

    assertThat(lab.exit(jvm)).isZero();
    awaitNothingLeft();
  }

  @Test
  void aLabThatWasKilledIsTakenUpByTheNext() throws Exception {
    Process jvm = lab.start();
    lab.awaitView();
    List<Long> members = IntStream.rangeClosed(1, 3).mapToObj(lab::pid).toList();
    List<String> ids = ids();
    assertThat(lab.exit(lab.start())).isEqualTo(1);
    assertThat(lab.printed()).contains("error: a lab runs in", "(process " + jvm.pid() + ")");

    RunningLab.signal("KILL", jvm.pid());
    jvm.waitFor();
    assertThat(members).allMatch(pid -> ProcessHandle.of(pid).isPresent());
    Process next = lab.start("--for", "1");

    assertThat(lab.exit(next)).isZero();
    assertThat(members).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(lab.healthyVoters()).hasSize(3);
    assertThat(ids()).isEqualTo(ids).hasSize(3);
    assertThat(lab.printed()).doesNotContain("permit one first start");
    awaitNothingLeft();
  }

  /** As the table of members has them. */
  private List<String> ids() {
    return lab.healthyVoters().stream().map(line -> line.split("\\|")[3].strip()).toList();
  }

  private void awaitNothingLeft() {
    lab.await("nothing is left running", () -> lab.processes().isEmpty());
  }
}
