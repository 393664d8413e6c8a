package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What differs on this host itself, in the order of danger. */
final class LocalChanges {
  private static final String OURS = "etcd-bootstrap";

  private final Facts facts;
  private final Desired desired;
  private final boolean runsAsAnother;
  private final List<Change> changes = new ArrayList<>();
  private final List<Change> whileStopped = new ArrayList<>();

  private LocalChanges(Facts facts, Desired desired) {
    this.facts = facts;
    this.desired = desired;
    this.runsAsAnother =
        facts.running().filter(r -> !r.program().user().equals(Layout.ACCOUNT)).isPresent();
  }

  /**
   * What is to be changed here.
   *
   * @param now whether etcd runs or not
   * @param whileStopped what the etcd that runs, under another user, could not read any more: it
   *     would end by that, whether its restart may be made or not
   */
  record Local(List<Change> now, List<Change> whileStopped) {
    Stream<Change> all() {
      return Stream.concat(now.stream(), whileStopped.stream());
    }
  }

  static Local between(Facts facts, Desired desired) {
    LocalChanges local = new LocalChanges(facts, desired);
    facts.leftovers().forEach(path -> local.changes.add(new FileChange.RemoveLeftover(path)));
    desired.holders().forEach(local::holder);
    local.release();
    local.accounts();
    desired.folders().forEach(local::folder);
    local.strays();
    local.marks();
    local.disk();
    local.files();
    local.runlevels();
    return new Local(local.changes, local.whileStopped);
  }

  private void release() {
    Release release = desired.config().release();
    HostPath folder = Layout.release(release.version());
    if (!ReleaseInstall.isWhole(facts, release)) {
      changes.add(new FileChange.InstallRelease(release, folder));
    } else {
      Release.PROGRAMS.forEach(p -> ownership(folder.child(p), Desired.PROGRAM));
      ownership(folder.child(Layout.SUMS), Desired.TEXT);
    }
    desired.links().forEach(this::link);
  }

  private void link(HostPath path, String target) {
    FileState there = facts.file(path);
    if (!there.target().filter(target::equals).isPresent()) {
      if (there.is(FileState.Kind.FILE)) {
        keep(path);
      }
      changes.add(new FileChange.SwitchLink(path, target));
    }
  }

  private void accounts() {
    Host.Accounts accounts = facts.accounts();
    if (!accounts.groups().containsKey(Layout.ACCOUNT)) {
      changes.add(new ServiceChange.AddGroup(Layout.ACCOUNT));
    }
    if (!accounts.users().containsKey(Layout.ACCOUNT)) {
      changes.add(new ServiceChange.AddUser(Layout.ACCOUNT, Layout.ACCOUNT));
    }
  }

  /** One that is a link may lead to another disk. */
  private void holder(Desired.Folder folder) {
    if (facts.file(folder.path()).is(FileState.Kind.FOLDER)) {
      ownership(folder.path(), folder.ownership());
    }
  }

  private void folder(Desired.Folder folder) {
    if (facts.file(folder.path()).is(FileState.Kind.ABSENT)) {
      changes.add(new FileChange.MakeFolder(folder.path(), folder.ownership()));
    } else {
      ownership(folder.path(), folder.ownership());
    }
  }

  private void files() {
    Set<HostPath> paired = new HashSet<>();
    for (NodeFile wanted : desired.files()) {
      Optional<NodeFile> key = keyOf(wanted).filter(k -> isPair(wanted, k));
      key.ifPresent(k -> add(new FileChange.ReplacePair(wanted, k), wanted.ownership()));
      key.ifPresent(k -> paired.addAll(List.of(wanted.path(), k.path())));
      if (!paired.contains(wanted.path())) {
        file(wanted);
      }
    }
  }

  private Optional<NodeFile> keyOf(NodeFile wanted) {
    HostPath path = wanted.path();
    return path.parent().equals(Layout.ETC)
            && desired.config().certificates().withKeys().contains(path.name())
        ? Optional.of(desired.file(Layout.ETC.child(CertificateFiles.keyOf(path.name()))))
        : Optional.empty();
  }

  /** One of them alone fits the other, or is its repair: that needs no staging. */
  private boolean isPair(NodeFile certificate, NodeFile key) {
    boolean staged =
        Stream.of(certificate, key)
            .map(file -> StagedPair.nextOf(file.path()))
            .anyMatch(path -> !facts.file(path).is(FileState.Kind.ABSENT));
    return staged || isAnother(certificate) && isAnother(key);
  }

  private boolean isAnother(NodeFile wanted) {
    FileState there = facts.file(wanted.path());
    return !there.is(FileState.Kind.ABSENT)
        && !there.content().filter(wanted.content()::equals).isPresent();
  }

  private void file(NodeFile wanted) {
    FileState there = facts.file(wanted.path());
    if (there.is(FileState.Kind.ABSENT)) {
      add(new FileChange.WriteFile(wanted, "write " + wanted.path()), wanted.ownership());
    } else if (!there.content().filter(wanted.content()::equals).isPresent()) {
      if (isSomebodyElses(wanted.path(), there)) {
        keep(wanted.path());
      }
      add(new FileChange.WriteFile(wanted, replacing(wanted, there)), wanted.ownership());
    } else {
      ownership(wanted.path(), wanted.ownership());
    }
  }

  private void ownership(HostPath path, Ownership wanted) {
    facts
        .file(path)
        .ownership()
        .filter(was -> !facts.accounts().areSame(was, wanted))
        .ifPresent(was -> add(new FileChange.SetOwnership(path, was, wanted), wanted));
  }

  private void add(Change change, Ownership ownership) {
    boolean hidden = runsAsAnother && ownership.group().equals(Layout.ACCOUNT);
    (hidden ? whileStopped : changes).add(change);
  }

  /** What lies in etcd's folders is etcd's, whatever number its account has by now. */
  private void strays() {
    facts.strays().entrySet().stream()
        .filter(tree -> tree.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            tree ->
                add(new FileChange.GiveToEtcd(tree.getKey(), tree.getValue()), Marks.OWNERSHIP));
  }

  /** Whose they are, {@link #strays} say. */
  private void marks() {
    facts.files().entrySet().stream()
        .filter(file -> file.getKey().parent().equals(Layout.MARKS))
        .filter(file -> file.getValue().is(FileState.Kind.FILE))
        .filter(file -> file.getValue().ownership().orElseThrow().mode() != Marks.OWNERSHIP.mode())
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(mark -> ownership(mark, Marks.OWNERSHIP));
  }

  /**
   * Before anything guards this data: of a card that is copied once the guard is there, the copy
   * must be known as one.
   */
  private void disk() {
    boolean valid = facts.data().kind() == Facts.Data.Kind.VALID;
    if (valid && facts.file(Layout.DATA_DISK).is(FileState.Kind.ABSENT)) {
      changes.add(FileChange.NoteDisk.of(facts, "nothing here says it yet"));
    }
  }

  private void runlevels() {
    List<String> runlevels = facts.service().runlevels();
    if (!runlevels.contains(Layout.RUNLEVEL)) {
      changes.add(new ServiceChange.EnableService(Layout.SERVICE));
    }
    runlevels.stream()
        .filter(runlevel -> !runlevel.equals(Layout.RUNLEVEL))
        .forEach(other -> changes.add(new ServiceChange.DisableService(Layout.SERVICE, other)));
  }

  /** Certificates give way without a copy: keys are not to lie about. */
  private static boolean isSomebodyElses(HostPath path, FileState there) {
    String text = there.content().map(Content::text).orElse("");
    if (path.equals(Layout.SEED_SETTING)) {
      return !ImageDesired.isBaked(there);
    } else if (path.equals(Layout.BOOT_CONF)) {
      return text.lines().anyMatch(LocalChanges::isOwnersSetting);
    }
    return Set.of(Layout.INIT_SCRIPT, Layout.CONF_D, Layout.CONF, Layout.PROFILE).contains(path)
        && !text.contains(OURS);
  }

  /** All that is ours to set there is what no clock can be before. */
  private static boolean isOwnersSetting(String line) {
    return !line.isBlank() && !line.startsWith("#") && !line.startsWith("earliest=");
  }

  private void keep(HostPath path) {
    HostPath kept = HostPath.of(Layout.replaced(path) + "." + facts.draws().stamp());
    changes.add(new FileChange.KeepReplaced(path, kept));
  }

  private static String replacing(NodeFile wanted, FileState there) {
    String what = "replace " + wanted.path();
    if (wanted.path().equals(Layout.HOSTS)) {
      return "set the members' block in " + Layout.HOSTS;
    } else if (there.target().isPresent()) {
      return what + ": it was a link to " + Shown.text(there.target().get());
    } else if (!wanted.path().equals(Layout.CONF)) {
      return what;
    }
    String old = there.content().map(Content::text).orElse("");
    return what + ConfDiff.between(old, wanted.content().text());
  }
}
