package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import io.github.etcdbootstrap.plan.Cluster.PeerPage.Answer;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Facts, made fluently: what a story is about is said, the rest is as on a Pi that nothing is wrong
 * with. This host is member 1 unless told otherwise, and its peers are silent.
 */
final class Scenario extends MemorySide {
  static final String DRAWN = "d1ced1ced1ced1ced1ced1ced1ced1ce";
  static final EtcdId FOREIGN = EtcdId.parse("f04e160f04e16000");
  private static final Facts.Draws DRAWS =
      new Facts.Draws(DRAWN, "5eed5eed", "2026-11-23T10:00:00Z");

  private final Map<Member, PeerPage> pages = new LinkedHashMap<>();
  private boolean asked = true;
  private Optional<Cluster.MemberList> quorum = Optional.empty();
  private Optional<PeerPage> impostor = Optional.empty();
  private Certificates.Verdict certificates = new Certificates.Verdict(List.of(), List.of());
  private final Map<String, List<IpAddress>> names = new LinkedHashMap<>();
  private final List<Host.Listener> listeners = new ArrayList<>();
  private final Map<HostPath, Host.Mount> mounts = new LinkedHashMap<>();
  private final Map<String, String> ill = new LinkedHashMap<>();
  private final List<String> alarms = new ArrayList<>();
  private long dbSize = 20 << 20;
  private Orders orders = Orders.NONE;
  private boolean replaced;
  private boolean startRefused;
  private boolean root = true;
  private Instant now = Instant.parse(DRAWS.when());
  private Instant earliest = Instant.parse("2026-11-19T00:00:00Z");
  private boolean openRc = true;

  private Scenario(NodeConfig config) {
    super(config);
    config.members().forEach(m -> pages.put(m, silent(m)));
  }

  /** OpenRC, and nothing of etcd's. */
  static Scenario aBareHost() {
    return aBareHost(Edge.config());
  }

  static Scenario aBareHost(NodeConfig config) {
    return new Scenario(config);
  }

  /** A host of a born cluster with everything in place, which has not started yet. */
  static Scenario anInstalledHost() {
    return anInstalledHost(Edge.config());
  }

  static Scenario anInstalledHost(NodeConfig config) {
    Scenario scenario = new Scenario(config).withBirth().card(config.self().name().value());
    scenario.install(scenario.desired());
    scenario.keepSeed();
    return scenario;
  }

  /** A healthy member, whose peers nobody needs to ask. */
  static Scenario aFinishedHost() {
    return aFinishedHost(Edge.config());
  }

  static Scenario aFinishedHost(NodeConfig config) {
    Scenario scenario = anInstalledHost(config);
    return scenario
        .ownMark(Mark.State.INTENDED)
        .ownMark(Mark.State.STARTED)
        .dataOf(scenario.ownId(scenario.birth))
        .service(Status.STARTED, 812)
        .running()
        .healthy()
        .peersNotAsked();
  }

  @Override
  Scenario self() {
    return this;
  }

  Scenario peersNotAsked() {
    asked = false;
    return this;
  }

  Scenario peersSilent() {
    asked = true;
    pages.replaceAll((member, page) -> silent(member));
    return this;
  }

  /** The peer's etcd runs and waits: nobody has published itself. */
  Scenario peerEmpty(int number) {
    return page(number, Answer.EMPTY, Edge.list(bornOrBirth(), List.of()));
  }

  /** The peer is in the birth's cluster, in which these have published themselves. */
  Scenario peerFormed(int number, Integer... published) {
    return page(number, Answer.FORMED, Edge.list(bornOrBirth(), Arrays.asList(published)));
  }

  Scenario peerFormedWithoutUs(int number) {
    return page(number, Answer.FORMED, withoutUs(Edge.list(bornOrBirth(), List.of(2, 3))));
  }

  Scenario peerOfEarlier(int number) {
    return page(number, Answer.FORMED, Edge.list(earlier, List.of(1, 2, 3)));
  }

  Scenario peerForeign(int number) {
    return page(
        number,
        Answer.FORMED,
        new Cluster.MemberList(FOREIGN, Edge.list(birth, List.of(1, 2, 3)).members()));
  }

  Scenario peerUnreadable(int number) {
    return page(
        new PeerPage(
            Edge.member(number),
            Answer.UNREADABLE,
            Optional.empty(),
            "TLS failed: certificate has expired"));
  }

  /** What this host's own etcd answers on 2380. */
  Scenario ownPage(Answer answer, Integer... published) {
    return page(1, answer, Edge.list(bornOrBirth(), Arrays.asList(published)));
  }

  Scenario ownPageOfEarlier() {
    return page(1, Answer.FORMED, Edge.list(earlier, List.of(1, 2, 3)));
  }

  private Scenario page(int number, Answer answer, Cluster.MemberList list) {
    return page(new PeerPage(Edge.member(number), answer, Optional.of(list), ""));
  }

  Scenario page(PeerPage page) {
    asked = true;
    pages.put(page.peer(), page);
    return this;
  }

  private static PeerPage silent(Member member) {
    return new PeerPage(member, Answer.SILENT, Optional.empty(), "connection refused");
  }

  /** A quorum answers: all founders, of whom these have published themselves. */
  Scenario quorumLists(Integer... published) {
    return quorum(Edge.list(bornOrBirth(), Arrays.asList(published)));
  }

  Scenario quorumWithoutUs() {
    return quorum(withoutUs(Edge.list(bornOrBirth(), List.of(2, 3))));
  }

  Scenario quorum(Cluster.MemberList list) {
    asked = true;
    quorum = Optional.of(list);
    return this;
  }

  Scenario withoutQuorum() {
    quorum = Optional.empty();
    return this;
  }

  private Cluster.MemberList withoutUs(Cluster.MemberList list) {
    return new Cluster.MemberList(
        list.clusterId(), list.members().stream().filter(m -> !m.name().equals(name())).toList());
  }

  private String name() {
    return config.self().name().value();
  }

  /** A host that says it is this member, at an address that is not this host's. */
  Scenario impostorAt(String address) {
    Member elsewhere = new Member(config.self().name(), new IpAddress(address));
    Cluster.MemberList list = Edge.list(birth, List.of(1, 2, 3));
    impostor = Optional.of(new PeerPage(elsewhere, Answer.FORMED, Optional.of(list), ""));
    return this;
  }

  Scenario certificates(Certificates.Verdict verdict) {
    certificates = verdict;
    return this;
  }

  Scenario unresolved(String... unknown) {
    Stream.of(unknown).forEach(name -> names.put(name, List.of()));
    return this;
  }

  Scenario resolves(String name, String... addresses) {
    names.put(name, Stream.of(addresses).map(IpAddress::new).toList());
    return this;
  }

  Scenario listening(String address, int port, String program, long pid) {
    Host.Process process = new Host.Process(pid, program);
    listeners.add(new Host.Listener(new IpAddress(address), port, Optional.of(process)));
    return this;
  }

  Scenario mounted(String folder, boolean writable, long freeBytes) {
    HostPath point = HostPath.of(folder);
    mounts.put(
        point, new Host.Mount(point, "ext4", writable, Set.of("8:1"), "DISK", "x", freeBytes));
    return this;
  }

  Scenario clockSays(String time) {
    now = Instant.parse(time);
    return this;
  }

  Scenario builtAt(String time) {
    earliest = Instant.parse(time);
    return this;
  }

  /** What time it is on a peer whose page can be read. */
  Scenario peersDate(int number, String time) {
    PeerPage page = pages.get(Edge.member(number));
    return page(
        new PeerPage(
            page.peer(),
            page.answer(),
            page.list(),
            page.reason(),
            Optional.of(Instant.parse(time))));
  }

  Scenario notRoot() {
    root = false;
    return this;
  }

  Scenario withoutOpenRc() {
    openRc = false;
    return this;
  }

  Facts facts() {
    List<PeerPage> others = new ArrayList<>(pages.values());
    PeerPage own = pages.get(config.self());
    others.remove(own);
    Host.Identity identity =
        new Host.Identity(
            name(),
            List.of(new Host.NetworkAddress("eth0", config.self().address())),
            Optional.of(Architecture.ARM64),
            "aarch64",
            root,
            openRc);
    return new Facts(
        identity,
        files,
        programs(),
        accounts(),
        strays(),
        leftoversOfRuns(),
        service(),
        runningEtcd(),
        startRefused,
        data(),
        card(),
        seed(),
        certificates,
        new Surroundings(names, listeners, mounts),
        health(),
        asked ? Optional.of(peers(own, others)) : Optional.empty(),
        orders,
        new Facts.Time(now, earliest),
        DRAWS);
  }

  private Facts.Peers peers(PeerPage own, List<PeerPage> others) {
    return new Facts.Peers(
        own,
        others,
        quorum,
        quorum.map(this::statuses).orElse(List.of()),
        Duration.ZERO,
        impostor,
        replaced);
  }

  /** All listed members are well, but those that a story makes ill, and this host's. */
  private List<Cluster.MemberStatus> statuses(Cluster.MemberList list) {
    return list.members().stream()
        .map(m -> m.name().equals(name()) ? ill(m, "connection refused") : well(m))
        .map(
            s ->
                ill.containsKey(s.member().name())
                    ? ill(s.member(), ill.get(s.member().name()))
                    : s)
        .map(
            s ->
                new Cluster.MemberStatus(
                    s.member(),
                    list.clusterId(),
                    s.endpoint(),
                    s.version(),
                    dbSize,
                    s.leader(),
                    3,
                    4000,
                    4000,
                    s.healthy() && alarms.isEmpty(),
                    alarms.isEmpty() ? s.errors() : alarms))
        .toList();
  }

  private static Cluster.MemberStatus well(Cluster.ListedMember member) {
    if (!member.published()) {
      return ill(member, "has not started yet");
    }
    String endpoint = member.clientUrls().get(0);
    return new Cluster.MemberStatus(
        member, FOREIGN, endpoint, "3.5.2", 0, false, 3, 4000, 4000, true, List.of());
  }

  private static Cluster.MemberStatus ill(Cluster.ListedMember member, String why) {
    return new Cluster.MemberStatus(
        member, FOREIGN, "", "", 0, false, 0, 0, 0, false, List.of(why));
  }

  /** A listed member that does not answer. */
  Scenario dead(int number) {
    ill.put(Edge.member(number).name().value(), "connection refused");
    return this;
  }

  Scenario database(long bytes) {
    dbSize = bytes;
    return this;
  }

  Scenario alarm(String words) {
    alarms.add(words);
    return this;
  }

  Scenario orders(Orders others) {
    orders = others;
    return this;
  }

  /** etcd-run waits out its refusal. */
  Scenario startRefused() {
    startRefused = true;
    return this;
  }

  Scenario replacedUnattended() {
    replaced = true;
    return this;
  }

  /** An earlier run kept the copy of the seed as it is now. */
  Scenario keepSeed() {
    file(Layout.KEPT_SEED, FileState.folder(KeptCopy.FOLDER));
    KeptCopy.wanted(seed(), Optional.empty()).forEach(this::put);
    return this;
  }

  Desired desired() {
    return Desired.of(config, facts(), Edge.PAYLOAD);
  }

  Plan plan() {
    return Planner.plan(facts(), desired());
  }
}
