package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Cluster.OwnHealth;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.plan.Facts.Data.Kind;
import io.github.etcdbootstrap.text.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of host, seed and peers. */
class ObserverTest {
  private static final Birth UNKNOWN = Edge.birth(Edge.spec(), "10571057");

  private final FakeWorld world = new FakeWorld(Edge.config());

  @BeforeEach
  void folders() {
    world.host.folder(Layout.MARKS, Ownership.root(0755));
    world.host.folder(Edge.DATA, Ownership.root(0700));
  }

  @Test
  void aHealthyMemberAsksNoPeer() {
    born();
    marked(Case.BIRTH, State.STARTED);
    world.writeLog();
    world.host.pids = List.of(812L);
    world.cluster.health = () -> new OwnHealth(true, true, false, "");

    assertThat(observe().peers()).isEmpty();
    assertThat(world.cluster.asked).isEmpty();
  }

  @Test
  void whereNothingRunsNobodysHealthIsAsked() {
    world.cluster.health = () -> new OwnHealth(true, true, false, "");

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

  @Test
  void noWalIsNoDataWhateverElseLiesThere() {
    world.host.folder(Layout.member(Edge.DATA).child("snap"), Ownership.root(0700));

    Facts.Data data = observe().data();

    assertThat(data.kind()).isEqualTo(Kind.NONE);
    assertThat(data.memberThere()).isTrue();
    assertThat(data.hasWal()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"INTENDED", "MET", "STARTED", "LEFT"})
  void dataUnderAMarkOfTheBirthIsThatMembers(State state) {
    born();
    marked(Case.BIRTH, state);
    world.writeLog();

    Facts.Data data = observe().data();

    assertThat(data.kind()).isEqualTo(Kind.VALID);
    assertThat(data.id()).contains(Case.ownId(Case.BIRTH));
  }

  /** Whose data it is, by the card's marks: of this birth, an earlier one, one nobody knows. */
  @ParameterizedTest
  @CsvSource({
    "true, E, EARLIER",
    "true, U, FOREIGN",
    "true, EU, FOREIGN",
    "true, EB, VALID",
    "true, UB, VALID",
    "true, '', UNKNOWN",
    "false, '', UNKNOWN",
    "false, E, EARLIER",
    "false, U, UNKNOWN",
    "false, EU, UNKNOWN",
  })
  void whoseDataItIs(boolean born, String marks, Kind kind) {
    if (born) {
      born();
    }
    world.seed.files.put("birth-old.yml", Case.EARLIER.toContent());
    marks
        .chars()
        .mapToObj(c -> c == 'E' ? Case.EARLIER : c == 'U' ? UNKNOWN : Case.BIRTH)
        .forEach(birth -> marked(birth, State.STARTED));
    world.writeLog();

    assertThat(observe().data().kind()).isEqualTo(kind);
  }

  /** What etcd itself says on 2380 counts more than any mark. */
  @Test
  void theOwnPageSaysItBest() {
    born();
    marked(Case.BIRTH, State.STARTED);
    world.seed.files.put("birth-old.yml", Case.EARLIER.toContent());
    world.writeLog();

    says(1, PeerPage.Answer.FORMED, Edge.list(Case.EARLIER, List.of(1)));
    assertThat(observe().data().kind()).isEqualTo(Kind.EARLIER);
    says(1, PeerPage.Answer.FORMED, Edge.list(UNKNOWN, List.of(1)));
    assertThat(observe().data().kind()).isEqualTo(Kind.FOREIGN);
    says(1, PeerPage.Answer.FORMED, Edge.list(Case.BIRTH, List.of(1)));
    assertThat(observe().data().id()).contains(Case.ownId(Case.BIRTH));
  }

  @ParameterizedTest
  @CsvSource({"SERIAL-1, VALID", "SERIAL-9, COPY", "unknown, VALID"})
  void dataThatWasBegunOnAnotherDiskIsACopy(String begun, Kind kind) {
    born();
    marked(Case.BIRTH, State.STARTED);
    text(Layout.DATA_DISK, begun + "\n/sys/block/x/device/cid\n");
    world.writeLog();

    assertThat(observe().data().kind()).isEqualTo(kind);
  }

  @Test
  void aDiskOfFstabThatIsNotMountedIsMissed() {
    text(
        Layout.FSTAB,
        "# /dev/sda1 /var/lib/etcd ext4\n/dev/sda1 /var/lib ext4 rw\nnone / x\n/dev/x swap swap\n");
    assertThat(observe().data().missingMount()).contains(HostPath.of("/var/lib"));

    world.host.mounts.put(
        HostPath.of("/var/lib"), FakeHost.mount("/var/lib", "ext4", "8:16", "SSD"));
    assertThat(observe().data().missingMount()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-dir: /data", "data-dir: \"/data\"", "name: x\ndata-dir: '/data'"})
  void theInstalledConfMayNameAnotherFolderWithData(String conf) {
    world.host.folder(Layout.ETC, Ownership.root(0755));
    text(Layout.CONF, conf + "\n");
    assertThat(observe().data().elsewhere()).isEmpty();

    world.host.folder(HostPath.of("/data/member/wal"), Ownership.root(0700));
    text(HostPath.of("/data/member/wal/0-0.wal"), "x");
    assertThat(observe().data().elsewhere()).contains(HostPath.of("/data"));
  }

  @Test
  void onlyStrangersAreStrangers() {
    world.host.pids = List.of(812L);
    world.host.holders.add(new Host.Process(812, "etcd"));
    assertThat(observe().data().strangers()).isEmpty();

    world.host.holders.add(new Host.Process(4711, "etcd"));
    assertThat(observe().data().strangers()).containsExactly(new Host.Process(4711, "etcd"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vfat     | 8:0   | ''",
        "vfat     | 179:0 | /media/usb is on the same disk as /",
        "tmpfs    | 0:31  | /media/usb lies in memory (tmpfs)",
        "nfs4     | 0:40  | ''",
        "9p       | 179:0 | ''",
        "virtiofs | 0:41  | ''",
      })
  void aSharedSeedLiesOnADiskOfItsOwn(String type, String disk, String why) {
    HostPath place = HostPath.of(FakeSeed.PLACE);
    world.host.mounts.put(place, FakeHost.mount(FakeSeed.PLACE, type, disk, "X"));

    assertThat(observe().seed().whyNotShared()).isEqualTo(why);
    assertThat(observe().seed().shared()).isEqualTo(why.isEmpty());
  }

  @Test
  void aSeedOnTheDatasOwnDiskIsNotShared() {
    world.host.mounts.put(
        Edge.DATA, new Host.Mount(Edge.DATA, "ext4", true, Set.of("8:0"), "X", "x", 1));

    assertThat(observe().seed().whyNotShared())
        .isEqualTo("/media/usb is on the same disk as /var/lib/etcd");
  }

  @Test
  void aReadOnlySeedIsNotShared() {
    world.seed.writable = false;

    assertThat(observe().seed().whyNotShared()).isEqualTo("/media/usb is read-only");
  }

  @Test
  void aBirthThatCannotBeReadIsNotNone() {
    world.seed.files.put(Birth.FILE, Content.of("token: \"k3s"));

    assertThat(observe().seed().birth()).isEmpty();
    assertThat(observe().seed().unreadableBirth()).isPresent();
  }

  @Test
  void marksAreReadFromCardAndSeedAndNothingElseIs() {
    marked(Case.BIRTH, State.INTENDED);
    text(Layout.DATA_DISK, "SERIAL-1\n");
    text(Layout.MARKS.child("x-k3s-m-1-d23d84f4e3d4ac93.started"), "");
    world.seed.files.put("members/README.txt", Content.of("x"));
    world.seed.files.put("members/x-k3s-m-2-ac6538479921669f.left", Content.of("cut"));

    Facts facts = observe();

    assertThat(facts.card().marks())
        .extracting(Mark::state)
        .containsExactly(State.INTENDED, State.STARTED);
    assertThat(facts.card().marks().get(1).details()).isEmpty();
    assertThat(facts.seed().marks()).extracting(Mark::state).containsExactly(State.LEFT);
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
    var other = new io.github.etcdbootstrap.model.Member(Edge.member(1).name(), elsewhere);
    PeerPage page = new PeerPage(other, PeerPage.Answer.UNREADABLE, Optional.empty(), "TLS");
    world.cluster.pages.put(other, () -> page);

    assertThat(observe().peers().orElseThrow().impostor().isPresent()).isEqualTo(found);
  }

  @Test
  void namesMustResolveWherePeersAreToldNames() {
    FakeWorld named =
        new FakeWorld(
            Edge.config(
                new io.github.etcdbootstrap.model.ClusterSpec(
                    Edge.NAME,
                    Edge.spec().members(),
                    Optional.of(Edge.DOMAIN),
                    Optional.empty(),
                    false,
                    Edge.DATA,
                    Edge.spec().version(),
                    List.of(),
                    java.util.Map.of(),
                    List.of()),
                1));
    named.host.names.put("x-k3s-m-1.edge.huatai.me", List.of(Edge.member(1).address()));

    assertThat(new Observer(named.world(), named.config).observe().unresolvedNames())
        .containsExactly("x-k3s-m-2.edge.huatai.me", "x-k3s-m-3.edge.huatai.me");
    assertThat(observe().unresolvedNames()).isEmpty();
  }

  private Facts observe() {
    return new Observer(world.world(), world.config).observe();
  }

  private void born() {
    world.seed.files.put(Birth.FILE, Case.BIRTH.toContent());
  }

  private void marked(Birth birth, State state) {
    text(Layout.INSTALL, new Install(MemorySide.CARD, "x-k3s-m-1", "SERIAL-1").toContent().text());
    Mark mark = Scenario.aBareHost().mark(birth, state, MemorySide.CARD);
    text(Layout.MARKS.child(mark.fileName()), mark.toContent().text());
  }

  private void text(HostPath path, String text) {
    world.host.write(new NodeFile(path, Content.of(text), Ownership.root(0644)));
  }

  private void says(int member, PeerPage.Answer answer, Cluster.MemberList list) {
    PeerPage page = new PeerPage(Edge.member(member), answer, Optional.of(list), "");
    world.cluster.pages.put(Edge.member(member), () -> page);
  }
}
