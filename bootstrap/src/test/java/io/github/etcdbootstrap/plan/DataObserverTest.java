package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.plan.Facts.Data.Elsewhere;
import io.github.etcdbootstrap.plan.Facts.Data.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose data it is, and whether it is there at all. */
class DataObserverTest extends ObservedHost {
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
    etcdHolds();

    Facts.Data data = observe().data();

    assertThat(data.kind()).isEqualTo(Kind.VALID);
    assertThat(data.id()).contains(Case.ownId(Case.BIRTH));
  }

  /** Its log is not read while it runs. */
  private void etcdHolds() {
    world.writeLog();
    world.host.pids = List.of(812L);
  }

  /** Of a log that nobody has open: whose it says that it is, and whether etcd can go on. */
  @ParameterizedTest
  @CsvSource({
    "B, false, VALID",
    "B, true, CORRUPT",
    "E, false, EARLIER",
    "E, true, EARLIER",
    "U, false, FOREIGN",
    "U, true, FOREIGN",
    "'', true, CORRUPT",
  })
  void aLogSaysWhoseItIs(String cluster, boolean damaged, Kind kind) {
    born();
    world.seed.files.put("birth-old.yml", Case.EARLIER.toContent());
    Map<String, Birth> births = Map.of("B", Case.BIRTH, "E", Case.EARLIER, "U", UNKNOWN);
    Optional<Birth> birth = Optional.ofNullable(births.get(cluster));
    world.writeLog();
    world.host.wal =
        new Host.Wal(
            birth.map(Case::ownId),
            birth.map(Birth::clusterId),
            damaged ? Optional.of("cut") : Optional.empty());

    Facts.Data data = observe().data();

    assertThat(data.kind()).isEqualTo(kind);
    assertThat(data.id()).isEqualTo(birth.map(Case::ownId));
    assertThat(data.damage()).isEqualTo(world.host.wal.damage());
  }

  @Test
  void withoutABirthALogIsWhoseverItSays() {
    world.writeLog();
    world.host.wal =
        new Host.Wal(
            Optional.of(Case.ownId(UNKNOWN)), Optional.of(UNKNOWN.clusterId()), Optional.empty());

    assertThat(observe().data().kind()).isEqualTo(Kind.VALID);
    assertThat(observe().data().cluster()).contains(UNKNOWN.clusterId());
  }

  /** Two IDs have run on this card: only the log knows which one's data is there. */
  @Test
  void ofSeveralThatStartedTheMarksDoNotSayWhichItIs() {
    born();
    marked(Case.BIRTH, State.STARTED);
    Mark.Details details =
        new Mark.Details(Case.BIRTH.token(), Case.BIRTH.clusterId(), MemorySide.CARD, "now");
    Mark later = Mark.of("x-k3s-m-1", new EtcdId(99), State.STARTED, details);
    text(Layout.MARKS.child(later.fileName()), later.toContent().text());
    etcdHolds();

    assertThat(observe().data().id()).isEmpty();
  }

  /** A start that was cut in its first instant; a start that reads its log is waited for. */
  @Test
  void anEtcdThatKnowsNoMemberIsCorruptAfterAWhile() {
    born();
    marked(Case.BIRTH, State.STARTED);
    etcdHolds();
    world.cluster.health = () -> new Cluster.OwnHealth(true, false, "RAFT NO LEADER");
    says(1, PeerPage.Answer.EMPTY, new Cluster.MemberList(Case.BIRTH.clusterId(), List.of()));

    assertThat(observe().data().kind()).isEqualTo(Kind.CORRUPT);

    world.clock.after(
        world.clock.sinceStart().plusSeconds(2),
        () -> says(1, PeerPage.Answer.EMPTY, Edge.list(Case.BIRTH, List.of())));
    assertThat(observe().data().kind()).isEqualTo(Kind.VALID);
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
    etcdHolds();

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
    etcdHolds();

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

  @Test
  void whatIsNoPathInFstabIsNoMount() {
    text(Layout.FSTAB, "/dev/sda1 /var//lib ext4 rw\n/dev/sda2 /var/../lib ext4 rw\n");

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
    assertThat(observe().data().elsewhere())
        .contains(new Elsewhere(HostPath.of("/data"), false, "/etc/etcd/conf.yml names it"));
  }

  /** What lies there has to be looked for where etcd does. */
  @ParameterizedTest
  @CsvSource({
    "'wal-dir: /mnt/wal', /mnt/wal, /mnt/wal, true",
    "'wal-dir: /mnt/wal/', /mnt/wal, /mnt/wal, true",
    "'wal-dir: /mnt/member/wal', /mnt/member/wal, /mnt, false",
    "'data-dir: /data/', /data/member/wal, /data, false",
    "'data-dir: data/./etcd', /data/etcd/member/wal, /data/etcd, false",
    "'name: x-k3s-m-1', /x-k3s-m-1.etcd/member/wal, /x-k3s-m-1.etcd, false",
    "'initial-cluster-state: new', /default.etcd/member/wal, /default.etcd, false",
  })
  void aLogIsLookedForWhereTheConfPutsIt(String conf, String log, String folder, boolean logOnly) {
    world.host.folder(Layout.ETC, Ownership.root(0755));
    text(Layout.CONF, conf + "\n");
    world.host.folder(HostPath.of(log), Ownership.root(0700));
    assertThat(observe().data().elsewhere()).isEmpty();

    text(HostPath.of(log).child("0-0.wal"), "x");

    assertThat(observe().data().elsewhere())
        .contains(new Elsewhere(HostPath.of(folder), logOnly, "/etc/etcd/conf.yml names it"));
  }

  /** By a flag in its script, from another file, or by a link. */
  @ParameterizedTest
  @CsvSource({
    "/mnt/wal, /mnt/wal, true",
    "/data/etcd/member/wal, /data/etcd, false",
    "/var/lib/etcd/member-old/wal, /var/lib/etcd/member-old/wal, true",
    "/var/lib/etcd/member/wal, , false",
    "/mnt/disk/member/wal, , false",
  })
  void whereARunningEtcdHasItsLogItsDataIs(String open, String folder, boolean logOnly) {
    if (open.startsWith("/mnt/disk")) {
      world.host.files.put(Edge.DATA, FileState.link("/mnt/disk", Ownership.root(0777)));
    }
    world.host.openLog = Optional.of(HostPath.of(open));
    assertThat(observe().data().elsewhere()).isEmpty();

    runs();

    assertThat(observe().data().elsewhere())
        .isEqualTo(
            Optional.ofNullable(folder)
                .map(
                    path ->
                        new Elsewhere(
                            HostPath.of(path),
                            logOnly,
                            "etcd (PID 812), which runs here, has it open")));
  }

  /** What is installed may have begun to write at any respawn since the last note. */
  @ParameterizedTest
  @CsvSource({
    "3.5.2, v3.5.9, 3.5.9",
    "3.5.9, v3.5.2, 3.5.9",
    "3.5.2, , 3.5.2",
    ", v3.5.9, 3.5.9",
    "cut, v3.5.9, 3.5.9",
    "cut, mine, ",
  })
  void theNewestEtcdThatMayHaveWrittenTheData(String noted, String current, String version) {
    if (noted != null) {
      text(Layout.DATA_VERSION, noted + "\n");
    }
    if (current != null) {
      world.host.files.put(Layout.CURRENT, FileState.link(current, Ownership.root(0777)));
    }
    assertThat(observe().data().writer()).isEmpty();

    world.writeLog();

    assertThat(writer().orElse(null)).isEqualTo(version);
  }

  private Optional<String> writer() {
    return observe().data().writer().map(w -> w.version().toString());
  }

  private static final String START =
      "{\"level\":\"info\",\"msg\":\"starting an etcd server\",\"etcd-version\":\"%s\"}\n";

  /** Made by hand, or by another package's script: the card knows nothing of it, or less. */
  @ParameterizedTest
  @CsvSource({", 3.5.16", "3.5.2, 3.5.16", "3.5.20, 3.5.20"})
  void anEtcdThatNobodyNotedSaysItsVersionItself(String noted, String version) {
    if (noted != null) {
      text(Layout.DATA_VERSION, noted + "\n");
    }
    world.writeLog();
    logs("3.5.9");
    runs();
    world.cluster.ownVersion = Optional.of(EtcdVersion.parse("3.5.16"));

    assertThat(writer()).contains(version);
  }

  /** It is down, or does not answer; what it said since its start may be much. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereItDoesNotAnswerItsLogSaysIt(boolean running) {
    world.writeLog();
    logs("3.5.9", "3.5.16");
    if (running) {
      runs();
    }

    assertThat(observe().data().writer())
        .contains(
            new WrittenBy(
                EtcdVersion.parse("3.5.16"), "/var/log/etcd/etcd.log says so of its last start"));
  }

  /** etcd-run has noted it, and a quiet run asks nobody. */
  @Test
  void whatEtcdRunStartedIsNotAsked() {
    text(Layout.DATA_VERSION, "3.5.2\n");
    world.writeLog();
    logs("3.5.16");
    runs();
    world.host.folder(Layout.FIRST_FOLDER, Ownership.root(0750));
    text(Layout.RUNNING, "# process 812\n# ca \nname: x-k3s-m-1\n");
    world.cluster.ownVersion = Optional.of(EtcdVersion.parse("3.5.16"));

    assertThat(writer()).contains("3.5.2");
  }

  private void runs() {
    world.host.pids = List.of(812L);
    world.host.program = Optional.of(new Host.Program(Sha256.of(new byte[0]), "etcd"));
  }

  private void logs(String... versions) {
    world.host.folder(Layout.LOGS, Ownership.root(0755));
    text(
        Layout.LOG,
        Stream.of(versions)
            .map(START::formatted)
            .collect(Collectors.joining("{\"level\":\"info\"}\n")));
  }

  @Test
  void onlyStrangersAreStrangers() {
    world.host.pids = List.of(812L);
    world.host.holders.add(new Host.Process(812, "etcd"));
    assertThat(observe().data().strangers()).isEmpty();

    world.host.holders.add(new Host.Process(4711, "etcd"));
    assertThat(observe().data().strangers()).containsExactly(new Host.Process(4711, "etcd"));
  }
}
