package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.text.BadInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a run asks, and which card it takes this for. */
class ObserverTest extends ObservedHost {
  /** What is noted after the clock was set has the right date, and the same one all along. */
  @Test
  void whatIsDrawnIsDatedAgainOnceTheClockIsSet() {
    FakeWorld late = new FakeWorld(Edge.config());
    late.clock.behind = Duration.ofDays(300);
    Observer observer = new Observer(late.world(), late.config, Orders.NONE);
    Facts.Draws before = observer.observe().draws();
    late.clock.sleep(Duration.ofSeconds(50));
    assertThat(observer.observe().draws()).isEqualTo(before);

    late.clock.behind = Duration.ZERO;
    Facts.Draws after = observer.observe().draws();
    late.clock.sleep(Duration.ofMinutes(5));

    assertThat(before.when()).isEqualTo("2026-01-27T10:00:00Z");
    assertThat(after.when()).isEqualTo("2026-11-23T10:00:50Z");
    assertThat(after.installId()).isEqualTo(before.installId());
    assertThat(observer.observe().draws()).isEqualTo(after);
  }

  @Test
  void aHealthyMemberAsksNoPeer() {
    born();
    marked(Case.BIRTH, State.STARTED);
    world.writeLog();
    world.host.pids = List.of(812L);
    world.cluster.health = () -> new OwnHealth(true, true, "");

    assertThat(observe().peers()).isEmpty();
    assertThat(world.cluster.asked).isEmpty();
    assertThat(world.cluster.expected).hasValue(Case.BIRTH.clusterId());
  }

  /** Without a birth it is its own etcd that says which cluster is meant. */
  @Test
  void aMemberMadeByHandMeansTheClusterThatItRunsIn() {
    world.writeLog();
    world.host.pids = List.of(812L);
    world.cluster.pages.put(
        Edge.member(1),
        () ->
            new PeerPage(
                Edge.member(1),
                PeerPage.Answer.FORMED,
                Optional.of(Edge.list(Case.UNKNOWN, List.of(1, 2, 3))),
                ""));

    observe();

    assertThat(world.cluster.expected).hasValue(Case.UNKNOWN.clusterId());
  }

  /** A copy's name has a time, so no later copy clears away what was left of it. */
  @Test
  void whatACutCopyOfWhatGivesWayLeftIsSeen() {
    HostPath kept = Layout.replaced(Layout.INIT_SCRIPT.parent());
    HostPath left = kept.child(".etcd.20261123T100000Z.etcd-bootstrap-0a1b2c3d");
    world.host.folder(kept, Ownership.root(0755));
    text(left, "half");

    assertThat(observe().leftovers()).containsExactly(left);
  }

  /** Only then do its disks matter, and a run that has nothing to do is to cost nothing. */
  @Test
  void aHealthyMembersDisksAreLookedAtBeforeItIsWrittenTo() {
    FakeWorld member = new FakeWorld(Edge.config(Edge.spec(1), 1));
    new FakeEtcd().runsOn(member);
    Planning planning = new Planning(member.world(), member.config, Orders.NONE, Edge.PAYLOAD);
    new Convergence(member.world(), planning).run();
    assertThat(planning.get().isEmpty()).isTrue();
    assertThat(planning.facts().peers()).isEmpty();
    assertThat(planning.facts().surroundings().mounts()).isEmpty();

    Host.Mount full = FakeHost.mount("/etc", "ext4", "179:0", "SERIAL-1");
    member.host.mounts.put(
        full.point(),
        new Host.Mount(
            full.point(), "ext4", false, full.disks(), full.serial(), full.serialFile(), 0));
    member.host.remove(Layout.PROFILE);

    assertThatThrownBy(planning::get)
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(
            "the file system at /etc is read-only, but /etc/profile.d/etcd.sh must be written");
    member.host.folder(Layout.CONF, Ownership.root(0755));
    assertThatThrownBy(planning::get)
        .hasMessageContaining("/etc/etcd/conf.yml is a folder, expected a file")
        .hasMessageContaining("the file system at /etc is read-only");
  }

  /** etcd-run writes its note and becomes etcd, all while this looks. */
  @Test
  void anEtcdThatIsJustBeingStartedHasItsNote() {
    world.host.folder(Layout.FIRST_FOLDER, Ownership.root(0750));
    world.host.pids = List.of(812L);
    world.host.onProgram =
        () -> {
          text(Layout.RUNNING, "# process 812\n# ca \nname: x-k3s-m-1\n");
          world.host.program = Optional.of(new Host.Program(Sha256.of(new byte[0]), "etcd"));
        };

    assertThat(observe().running().orElseThrow().conf()).isPresent();
  }

  @Test
  void whereNothingRunsNobodysHealthIsAsked() {
    world.cluster.health = () -> new OwnHealth(true, true, "");

    assertThat(observe().health()).isEqualTo(OwnHealth.SILENT);
    assertThat(world.cluster.asked).containsExactlyElementsOf(world.config.members());
  }

  /** gRPC only when a decision rests on it: where nobody has formed there is no list. */
  @Test
  void aListIsAskedForOnlyWhereSomebodyHasFormed() {
    born();
    world.cluster.members = Optional.of(Edge.list(Case.BIRTH, List.of(2, 3)));
    says(2, PeerPage.Answer.EMPTY, Edge.list(Case.BIRTH, List.of()));
    assertThat(observe().quorum()).isEmpty();

    says(3, PeerPage.Answer.FORMED, Edge.list(Case.BIRTH, List.of(2, 3)));
    assertThat(observe().quorum()).isPresent();
  }

  /** An image on another card is a new installation, whatever it says of itself. */
  @Test
  void aCopiedCardIsAnotherCard() {
    marked(Case.BIRTH, State.INTENDED);
    assertThat(observe().installId()).isEqualTo(MemorySide.CARD);

    world.host.mounts.put(HostPath.of("/"), FakeHost.mount("/", "ext4", "179:0", "SERIAL-2"));
    assertThat(observe().installId()).isNotEqualTo(MemorySide.CARD).hasSize(32);
  }

  @Test
  void whatACutRunLeftIsLookedForInTheDataFolderToo() {
    world.host.folder(Edge.DATA.child(".staging-1"), Ownership.root(0700));

    assertThat(observe().leftovers()).containsExactly(Edge.DATA.child(".staging-1"));
  }

  @Test
  void anInstallYmlThatCannotBeReadIsNoNewCard() {
    text(Layout.INSTALL, "");

    assertThatThrownBy(this::observe).isInstanceOf(BadInput.class);
  }

  /** Only another card's mark gives reason to look for it: by name, at addresses not ours. */
  @ParameterizedTest
  @CsvSource({"SERIAL-1, false", "SERIAL-2, true"})
  void asASecondCardItLooksForTheFirst(String disk, boolean found) {
    born();
    marked(Case.BIRTH, State.INTENDED);
    world.host.mounts.put(HostPath.of("/"), FakeHost.mount("/", "ext4", "179:0", disk));
    IpAddress elsewhere = new IpAddress("192.168.7.99");
    world.host.names.put("x-k3s-m-1", List.of(Edge.member(1).address(), elsewhere));
    var other = new Member(Edge.member(1).name(), elsewhere);
    PeerPage page = new PeerPage(other, PeerPage.Answer.UNREADABLE, Optional.empty(), "TLS");
    world.cluster.pages.put(other, () -> page);

    assertThat(observe().peers().orElseThrow().impostor().isPresent()).isEqualTo(found);
  }

  /** The address was changed in cluster.yml, and the old card runs on at the old one. */
  @ParameterizedTest
  @CsvSource({
    "https://192.168.7.99:2380, true",
    "https://old.edge.huatai.me:2380, true",
    "https://192.168.7.11:2380, false",
    "https://192.168.7.12:2380, false",
    "nonsense, false",
  })
  void aNewCardLooksForTheFirstWhereItIsListed(String url, boolean found) {
    born();
    IpAddress old = new IpAddress("192.168.7.99");
    world.host.names.put("old.edge.huatai.me", List.of(old, Edge.member(1).address()));
    Cluster.MemberList list = Edge.list(Case.BIRTH, List.of(1, 2, 3));
    Cluster.ListedMember own = list.members().get(0);
    says(
        2,
        PeerPage.Answer.FORMED,
        new Cluster.MemberList(
            list.clusterId(), List.of(Edge.listed(own.id(), own.name(), url, true))));
    assertThat(observe().peers().orElseThrow().impostor()).isEmpty();

    Member other = new Member(Edge.member(1).name(), old);
    PeerPage page = new PeerPage(other, PeerPage.Answer.FORMED, Optional.of(list), "");
    world.cluster.pages.put(other, () -> page);

    assertThat(observe().peers().orElseThrow().impostor().isPresent()).isEqualTo(found);
  }

  /** It has no name before its first start, and is known by its mark. */
  @Test
  void itIsLookedForByItsIdsToo() {
    marked(Case.BIRTH, State.INTENDED);
    born();
    Member other = new Member(Edge.member(1).name(), new IpAddress("192.168.7.99"));
    world.cluster.pages.put(
        other, () -> new PeerPage(other, PeerPage.Answer.UNREADABLE, Optional.empty(), "TLS"));
    says(
        2,
        PeerPage.Answer.FORMED,
        new Cluster.MemberList(
            Case.BIRTH.clusterId(),
            List.of(Edge.listed(Case.ownId(Case.BIRTH), "", "https://192.168.7.99:2380", false))));

    assertThat(observe().peers().orElseThrow().impostor()).isPresent();
  }

  @Test
  void namesMustResolveWherePeersAreToldNames() {
    FakeWorld named =
        new FakeWorld(
            Edge.config(
                new ClusterSpec(
                    Edge.NAME,
                    Edge.spec().members(),
                    Optional.of(Edge.DOMAIN),
                    Optional.empty(),
                    false,
                    Edge.DATA,
                    Edge.spec().version(),
                    List.of(),
                    Map.of(),
                    List.of()),
                1));
    named.host.names.put("x-k3s-m-1.edge.huatai.me", List.of(Edge.member(1).address()));

    assertThat(
            new Observer(named.world(), named.config, Orders.NONE).observe().surroundings().names())
        .isEqualTo(
            Map.of(
                "x-k3s-m-1.edge.huatai.me", List.of(Edge.member(1).address()),
                "x-k3s-m-2.edge.huatai.me", List.of(),
                "x-k3s-m-3.edge.huatai.me", List.of()));
    assertThat(observe().surroundings().names()).isEmpty();
  }

  /** A quiet run does not pay for it. */
  @Test
  void whoListensIsAskedOnlyWhereNoEtcdRuns() {
    world.host.listeners.add(new Host.Listener(Edge.member(1).address(), 2379, Optional.empty()));
    world.host.listeners.add(new Host.Listener(Edge.member(1).address(), 80, Optional.empty()));

    assertThat(observe().surroundings().listeners())
        .singleElement()
        .satisfies(l -> assertThat(l.port()).isEqualTo(2379));
    world.host.pids = List.of(812L);
    assertThat(observe().surroundings().listeners()).isEmpty();
    assertThat(observe().surroundings().mountOf(Layout.CONF)).isPresent();
  }
}
