package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.cli.FakeSessions.Ran;
import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeEtcd;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.Orders;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner's word on the command line, and the command `leave`. */
class OrdersCommandTest {
  @TempDir private Path root;

  private FakeWorld world;
  private FakeSessions sessions;

  @BeforeEach
  void theOnlyMember() {
    memberOf(1);
  }

  private void memberOf(int members) {
    world = new FakeWorld(Edge.config(Edge.spec(members), 1));
    sessions = new FakeSessions(world, root);
    new FakeEtcd().runsOn(world);
    assertThat(sessions.run("apply").exit()).isZero();
    sessions.logged.clear();
  }

  @Test
  void eachWordIsHeard() {
    sessions.run("apply");
    assertThat(sessions.orders).isEqualTo(Orders.NONE);

    sessions.run("apply", "--rejoin", "--trust-copy", "--unattended");
    assertThat(sessions.orders).isEqualTo(new Orders(false, true, true, true));

    sessions.run("plan", "--rejoin");
    assertThat(sessions.orders).isEqualTo(new Orders(false, true, false, false));

    sessions.run("leave");
    assertThat(sessions.orders).isEqualTo(Orders.LEAVE);
  }

  @Test
  void theOnlyMemberDoesNotLeave() {
    Ran ran = sessions.run("leave");

    assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ran.out() + ran.err()).contains("this is the only member");
    assertThat(world.host.service("etcd").pids()).isNotEmpty();
  }

  @Test
  void oneOfTwoLeavesAndStaysOut() {
    memberOf(2);
    joinedByAnother();

    Ran ran = sessions.run("leave");

    assertThat(ran.err())
        .isEqualTo(
            "warning: 2 members tolerate no more failures than 1 would: use an odd" + " number\n");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("remove member ", "stop etcd: it has left the cluster")
        .endsWith(Console.leftWords(world.config) + "\n");
    assertThat(sessions.logged).anyMatch(line -> line.contains("leave"));
    assertThat(sessions.logged).noneMatch(line -> line.contains(" apply"));
    assertThat(world.host.service("etcd").pids()).isEmpty();
    assertThat(world.host.service("etcd").runlevels()).isEmpty();

    world.cluster.health = () -> Cluster.OwnHealth.SILENT;
    world.cluster.pages.clear();
    Ran again = sessions.run("leave");
    assertThat(again.exit()).isZero();
    Ran apply = sessions.run("apply");
    assertThat(apply.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(apply.out() + apply.err()).contains("has left this cluster", "apply --rejoin");
  }

  private void joinedByAnother() {
    Birth birth = Birth.read(Birth.FILE, world.seed.files.get(Birth.FILE));
    ListedMember own = Edge.list(birth, List.of(1)).members().get(0);
    ListedMember other =
        new ListedMember(
            new EtcdId(2),
            "x-k3s-m-2",
            List.of("https://192.168.7.12:2380"),
            List.of("https://192.168.7.12:2379"),
            false);
    MemberList list = new MemberList(birth.clusterId(), List.of(own, other));
    Cluster.PeerPage page =
        new Cluster.PeerPage(Edge.member(1), Cluster.PeerPage.Answer.FORMED, Optional.of(list), "");
    world.cluster.pages.put(Edge.member(1), () -> page);
    world.cluster.members = Optional.of(list);
    world.cluster.statuses.add(status(own, birth));
    world.cluster.statuses.add(status(other, birth));
    world.cluster.calls =
        call -> {
          MemberList without = list.without(own.id());
          world.cluster.members = Optional.of(without);
          Cluster.PeerPage others =
              new Cluster.PeerPage(
                  Edge.member(2), Cluster.PeerPage.Answer.FORMED, Optional.of(without), "");
          world.cluster.pages.put(Edge.member(2), () -> others);
          return Cluster.CallAnswer.DONE;
        };
    world.host.onStop = world.cluster.pages::clear;
  }

  private static Cluster.MemberStatus status(ListedMember member, Birth birth) {
    return new Cluster.MemberStatus(
        member,
        birth.clusterId(),
        member.clientUrls().get(0),
        "3.5.2",
        0,
        false,
        0,
        0,
        0,
        true,
        List.of());
  }
}
