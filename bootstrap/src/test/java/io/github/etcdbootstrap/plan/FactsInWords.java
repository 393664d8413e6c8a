package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts as a person would tell them: taken from the facts themselves, so that no story can lie. */
final class FactsInWords {
  private static final int WIDTH = 96;
  private static final int FEW = 4;

  private final Facts facts;
  private final Desired desired;
  private final NodeConfig config;

  private FactsInWords(Facts facts, Desired desired) {
    this.facts = facts;
    this.desired = desired;
    this.config = desired.config();
  }

  static String of(Facts facts, Desired desired) {
    FactsInWords words = new FactsInWords(facts, desired);
    return Stream.of(
            words.host(),
            words.files(),
            words.remains(),
            words.clock(),
            words.service(),
            words.running(),
            words.data(),
            words.card(),
            words.seed(),
            words.others(),
            words.orders())
        .filter(text -> !text.isEmpty())
        .map(FactsInWords::wrapped)
        .collect(Collectors.joining());
  }

  private String clock() {
    boolean right = facts.time().equals(Scenario.aBareHost().facts().time());
    return right
        ? ""
        : "Its clock says %s; the program was built %s; the certificates are valid since %s."
            .formatted(facts.time().now(), facts.time().earliest(), facts.certificates().start());
  }

  private String host() {
    return "This host is %s, one of %d members, at %s%s%s."
        .formatted(
            config.self().name(),
            config.members().size(),
            config.endpoints().advertisePeer(),
            facts.identity().root() ? "" : "; the run is not root's",
            facts.identity().openRc() ? "" : "; there is no OpenRC");
  }

  private String files() {
    Map<HostPath, String> odd = new LinkedHashMap<>();
    List<HostPath> absent = new ArrayList<>();
    desired.links().forEach((p, t) -> note(p, odd, absent, linkOddity(p, t)));
    desired.folders().forEach(f -> note(f.path(), odd, absent, ownership(f.path(), f.ownership())));
    desired.files().forEach(f -> note(f.path(), odd, absent, fileOddity(f)));
    holders().forEach((p, o) -> ownership(p, o).ifPresent(words -> odd.put(p, words)));
    int all = desired.links().size() + desired.folders().size() + desired.files().size();
    String account = facts.accounts().users().containsKey("etcd") ? "" : " There is no user etcd.";
    String programs = programs();
    if (absent.size() == all) {
      return "Nothing of etcd's is on it." + account + programs;
    }
    List<String> words = new ArrayList<>();
    odd.forEach((path, oddity) -> words.add(path + " " + oddity));
    if (absent.size() > FEW) {
      words.add("the other %d are not there".formatted(absent.size()));
    } else {
      absent.forEach(path -> words.add(path + " is not there"));
    }
    return words.isEmpty()
        ? "Its files are as they should be." + account + programs
        : "Of its files: " + String.join("; ", words) + "." + account + programs;
  }

  /** Whose absence is nothing odd. */
  private Map<HostPath, Ownership> holders() {
    Map<HostPath, Ownership> wanted = new TreeMap<>();
    desired.holders().forEach(f -> wanted.put(f.path(), f.ownership()));
    wanted.put(Layout.release(config.release().version()).child(Layout.SUMS), Desired.TEXT);
    facts.files().keySet().stream()
        .filter(path -> path.parent().equals(Layout.MARKS))
        .forEach(mark -> wanted.put(mark, Marks.OWNERSHIP));
    return wanted;
  }

  private void note(
      HostPath path, Map<HostPath, String> odd, List<HostPath> absent, Optional<String> oddity) {
    if (facts.file(path).is(FileState.Kind.ABSENT)) {
      absent.add(path);
    } else {
      oddity.ifPresent(words -> odd.put(path, words));
    }
  }

  private Optional<String> linkOddity(HostPath path, String target) {
    FileState there = facts.file(path);
    return there.target().isEmpty()
        ? Optional.of("is no link")
        : there.target().filter(t -> !t.equals(target)).map(t -> "points to " + t);
  }

  private Optional<String> fileOddity(NodeFile file) {
    boolean same = facts.file(file.path()).content().filter(file.content()::equals).isPresent();
    return same ? ownership(file.path(), file.ownership()) : Optional.of("has another content");
  }

  private Optional<String> ownership(HostPath path, Ownership wanted) {
    return facts.file(path).ownership().filter(o -> !o.equals(wanted)).map(o -> "is " + o);
  }

  private String programs() {
    if (facts.programs().isEmpty()) {
      return "";
    }
    HostPath release = Layout.release(config.release().version());
    String noted = facts.file(release.child(Layout.SUMS)).content().orElseThrow().text();
    List<String> damaged =
        Release.PROGRAMS.stream()
            .filter(p -> !noted.contains(facts.programs().get(p) + "  " + p))
            .toList();
    return damaged.isEmpty() ? "" : " Not as it was installed: " + String.join(", ", damaged) + ".";
  }

  private String service() {
    Host.ServiceState service = facts.service();
    Cluster.OwnHealth health = facts.health();
    String process = service.pids().isEmpty() ? "no etcd runs" : "etcd runs";
    return "The service is %s%s, %s; %s."
        .formatted(
            service.status().name().toLowerCase(Locale.ROOT),
            runlevels(service.runlevels()),
            process,
            health.healthy() ? "it is healthy" : health.reason());
  }

  private static String runlevels(List<String> runlevels) {
    return runlevels.equals(List.of(Layout.RUNLEVEL))
        ? ""
        : runlevels.isEmpty() ? " and in no runlevel" : " in " + String.join(" and ", runlevels);
  }

  /** What runs that were cut, or another account, left. */
  private String remains() {
    List<String> words = new ArrayList<>();
    facts.leftovers().forEach(path -> words.add("A run that was cut left " + path + "."));
    new TreeMap<>(facts.strays())
        .forEach((tree, count) -> words.add("In %s %d are not etcd's.".formatted(tree, count)));
    return String.join(" ", words);
  }

  private String running() {
    List<String> words = new ArrayList<>();
    facts.running().ifPresent(running -> oddities(running, words));
    facts.data().writer().ifPresent(w -> words.add("the data was written by etcd " + w.version()));
    return words.isEmpty() ? "" : "Of the etcd that runs: " + String.join("; ", words) + ".";
  }

  private void oddities(Facts.Running running, List<String> words) {
    if (!running.program().user().equals("etcd")) {
      words.add("its user is " + running.program().user());
    }
    if (!running.program().sum().equals(facts.programs().get("etcd"))) {
      words.add("its program is not the installed one");
    }
    running
        .conf()
        .map(StartedWith::conf)
        .filter(conf -> !conf.equals(ConfYml.conf(config).text()))
        .ifPresent(conf -> words.add("it was started with another configuration"));
  }

  private String data() {
    Facts.Data data = facts.data();
    List<String> words = new ArrayList<>();
    words.add(
        switch (data.kind()) {
          case NONE -> data.memberThere() ? "no data, only a folder `member`" : "no data";
          case VALID -> "data of this birth's cluster";
          case EARLIER -> "data of an earlier birth's cluster";
          case FOREIGN -> "data of a cluster that this seed does not know";
          case CORRUPT -> "data of this birth's cluster that etcd cannot go on with";
          case UNKNOWN -> "data, and nothing says whose";
          case COPY -> "data that was begun on another disk";
        });
    data.id().ifPresent(id -> words.add("member " + id));
    data.cluster().ifPresent(id -> words.add("cluster " + id));
    data.damage().ifPresent(words::add);
    if (data.mount().freeBytes() < 8L << 30) {
      words.add(Shown.mebibytes(data.mount().freeBytes()) + " free");
    }
    data.asides().forEach(a -> words.add("beside it " + a.name()));
    data.otherDisk().ifPresent(d -> words.add("begun on disk " + d));
    data.missingMount().ifPresent(m -> words.add(m + " of fstab is not mounted"));
    data.strangers().forEach(p -> words.add("held by " + p.program() + " " + p.pid()));
    data.elsewhere()
        .ifPresent(e -> words.add("data lies in %s: %s".formatted(e.folder(), e.evidence())));
    return "%s, on %s: %s."
        .formatted(config.dataDir(), data.mount().type(), String.join("; ", words));
  }

  private String card() {
    Facts.Card card = facts.card();
    String who =
        card.install()
            .map(i -> i.member() + (i.isOnDisk(card.disk()) ? "" : ", but on another disk"))
            .orElse("new");
    String voter = card.voter().map(id -> "; member %s was seen to vote".formatted(id)).orElse("");
    return "The card is %s; its marks: %s%s.".formatted(who, marks(card.marks()), voter);
  }

  private String seed() {
    Facts.SeedFacts seed = facts.seed();
    return "%s, %s: %s%s; earlier births: %s; its marks: %s."
            .formatted(
                seed.isKeptCopy() ? "The copy of the seed on the card" : "The seed",
                seed.shared() ? "shared" : "not shared (" + seed.whyNotShared() + ")",
                seed.birth().map(b -> "born as " + b.token()).orElse("no birth"),
                seed.unreadableBirth().isPresent() ? " that can be read" : "",
                seed.earlierBirths().isEmpty()
                    ? "none"
                    : seed.earlierBirths().stream()
                        .map(b -> b.token())
                        .collect(Collectors.joining(", ")),
                marks(seed.marks()))
        + copy();
  }

  /** Of the copy on the card, what is not as the seed has it. */
  private String copy() {
    List<NodeFile> wanted = KeptCopy.wanted(facts.seed(), Optional.empty());
    List<HostPath> there =
        facts.files().keySet().stream()
            .filter(path -> path.parent().equals(Layout.KEPT_SEED))
            .sorted()
            .toList();
    if (facts.seed().isKeptCopy() || there.isEmpty()) {
      return "";
    }
    List<String> odd = new ArrayList<>();
    wanted.stream()
        .filter(f -> fileOddity(f).isPresent())
        .forEach(f -> odd.add(f.path().name() + " " + copyOddity(f)));
    there.stream()
        .filter(path -> wanted.stream().noneMatch(f -> f.path().equals(path)))
        .forEach(path -> odd.add(path.name() + " is not in the seed"));
    ownership(Layout.KEPT_SEED, KeptCopy.FOLDER).ifPresent(words -> odd.add("it " + words));
    return odd.isEmpty() ? "" : " Of its copy on the card: " + String.join("; ", odd) + ".";
  }

  private String copyOddity(NodeFile file) {
    return facts.file(file.path()).is(FileState.Kind.ABSENT)
        ? "is not there"
        : fileOddity(file).orElseThrow();
  }

  private String marks(List<Mark> marks) {
    return marks.isEmpty()
        ? "none"
        : marks.stream().map(this::mark).collect(Collectors.joining(", "));
  }

  private String mark(Mark mark) {
    String whose =
        mark.details().isEmpty()
            ? mark.state() == Mark.State.FOUND ? "" : "unreadable"
            : mark.isOwn(facts.installId()) ? "own" : "another card's";
    boolean ofBirth = facts.seed().birth().filter(b -> mark.isOfToken(b.token())).isPresent();
    String other = facts.seed().isEarlier(mark) ? ", of an earlier birth" : ", of an unknown birth";
    String remarks = whose + (mark.details().isEmpty() || ofBirth ? "" : other);
    return mark.fileName() + (remarks.isEmpty() ? "" : " (" + remarks + ")");
  }

  private String orders() {
    Orders orders = facts.orders();
    List<String> words = new ArrayList<>();
    words.add(orders.leave() ? "leave" : "apply");
    words.add(orders.rejoin() ? "--rejoin" : "");
    words.add(orders.trustCopy() ? "--trust-copy" : "");
    words.add(orders.unattended() ? "--unattended" : "");
    words.removeIf(String::isEmpty);
    return orders.equals(Orders.NONE) ? "" : "It is run as: " + String.join(" ", words) + ".";
  }

  private String others() {
    return facts.peers().map(this::others).orElse("Nobody else was asked.");
  }

  private String others(Facts.Peers peers) {
    List<String> words = new ArrayList<>();
    if (peers.own().answer() != Cluster.PeerPage.Answer.SILENT) {
      words.add("This host's own 2380 " + page(peers.own()));
    }
    peers.others().forEach(p -> words.add(p.peer().name() + " " + page(p)));
    peers
        .impostor()
        .ifPresent(p -> words.add(p.peer().address() + " says it is " + p.peer().name()));
    words.add(peers.list().map(l -> "A quorum " + list(l)).orElse("No quorum answers"));
    peers.statuses().stream()
        .filter(s -> !s.member().name().equals(config.self().name().value()))
        .filter(s -> !s.errors().isEmpty())
        .forEach(
            s -> words.add(Voters.name(s.member()) + " says: " + String.join(", ", s.errors())));
    if (peers.replacedUnattended()) {
      words.add("The cluster remembers that this member was replaced while nobody watched");
    }
    return String.join(". ", words) + ".";
  }

  private String page(Cluster.PeerPage page) {
    return page.list().isPresent()
        ? list(page.list().get())
        : page.answer() == Cluster.PeerPage.Answer.SILENT
            ? "is silent"
            : "cannot be read (" + page.reason() + ")";
  }

  private String list(Cluster.MemberList list) {
    String cluster =
        facts.seed().birth().filter(b -> b.clusterId().equals(list.clusterId())).isPresent()
            ? "this birth's cluster"
            : facts.seed().isEarlier(list.clusterId())
                ? "an earlier birth's cluster"
                : "cluster " + list.clusterId();
    String members =
        list.members().stream().map(FactsInWords::listed).collect(Collectors.joining(", "));
    return "answers for " + cluster + ", with " + (members.isEmpty() ? "no member" : members);
  }

  private static String listed(Cluster.ListedMember member) {
    return (member.name().isEmpty() ? "a member without a name" : member.name())
        + (member.published() ? "" : " (unpublished)")
        + (member.learner() ? " (learner)" : "");
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int length = 0;
    for (String word : text.split(" ")) {
      if (length > 0 && length + 1 + word.length() > WIDTH) {
        lines.append('\n');
        length = 0;
      }
      lines.append(length > 0 ? " " : "").append(word);
      length += word.length() + (length > 0 ? 1 : 0);
    }
    return lines.append('\n').toString();
  }
}
