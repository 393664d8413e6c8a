package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.plan.Facts.Data;
import io.github.etcdbootstrap.text.ShellWord;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words where the disk or the folder of the data is not as it must be. */
record DataRefusals(Facts facts, NodeConfig config, Evidence evidence) {
  /** Row 1. */
  Optional<Refusal> outOfReach() {
    Data data = facts.data();
    String dir = config.dataDir().value();
    if (data.mount().inMemory()) {
      return refuse(
          "%s lies on %s: everything there is gone at the next boot"
              .formatted(dir, data.mount().type()),
          List.of("mount a disk there, or set data-dir in cluster.yml to a folder on one"));
    } else if (data.missingMount().isPresent()) {
      return refuse(
          "%s belongs on the disk of %s, which is not mounted"
              .formatted(dir, data.missingMount().get()),
          List.of("mount " + data.missingMount().get(), "then run again"));
    } else if (!data.hasWal() && data.otherDisk().isPresent() && data.asides().isEmpty()) {
      return refuse(
          "the data of this member lies on another disk: " + data.otherDisk().get(),
          List.of(
              "mount that disk at " + dir + ", then run again",
              "or, if that disk is gone for good: rm " + Layout.DATA_DISK + ", then run again"));
    } else if (!data.strangers().isEmpty()) {
      Host.Process stranger = data.strangers().get(0);
      return refuse(
          "%s is in use by %s (PID %d), which the service etcd did not start"
              .formatted(dir, stranger.program(), stranger.pid()),
          List.of("stop it the way it was started, then run again"));
    } else if (facts.service().pids().isEmpty() && whoAnswersHere().isPresent()) {
      return Optional.of(
          new Refusal(
              whoAnswersHere().get() + " of this host, but the service etcd is not running",
              evidence.pagesSeen(),
              List.of("if this etcd was started by hand, stop it the same way, then run again"),
              true));
    }
    return data.elsewhere().map(other -> elsewhere(other, dir));
  }

  private static Refusal elsewhere(Data.Elsewhere other, String dir) {
    String reason =
        other.logOnly()
            ? "etcd's write-ahead log lies in %s, but cluster.yml says %s for all of the data"
            : "data lies in %s, but cluster.yml says %s";
    List<String> commands =
        other.logOnly()
            ? List.of(
                "etcd stopped, move what is in %s to %s/member/wal, and take the wal-dir away that"
                        .formatted(other.folder(), dir)
                    + " etcd was told; start it so, then run again")
            : List.of(
                "set `data-dir: " + other.folder() + "` in cluster.yml",
                "or, etcd stopped, move " + other.folder() + "/member to " + dir);
    return new Refusal(
        reason.formatted(other.folder(), dir), List.of(other.evidence()), commands, false);
  }

  private Optional<String> whoAnswersHere() {
    return Ports.takenByEtcd(facts, config.endpoints()).stream()
        .findFirst()
        .map(l -> "%s listens on port %d".formatted(l.who(), l.port()))
        .or(
            () ->
                answersHere()
                    .map(
                        page -> "something answers on %s:2380".formatted(config.self().address())));
  }

  private Optional<Cluster.PeerPage> answersHere() {
    return facts
        .peers()
        .map(Facts.Peers::own)
        .filter(p -> p.answer() != Cluster.PeerPage.Answer.SILENT);
  }

  /** A member that begins anew gets the whole database from its peers. */
  Optional<Refusal> noRoomForResync() {
    Host.Mount mount = facts.data().mount();
    long database = facts.databaseSize();
    long needed = Room.DATA + 2 * database;
    if (mount.freeBytes() >= needed) {
      return Optional.empty();
    }
    List<String> commands = new ArrayList<>();
    facts
        .data()
        .asides()
        .forEach(
            aside -> commands.add("if it is not needed: rm -r " + ShellWord.of(aside.value())));
    commands.add("make room at %s, then run again".formatted(mount.point()));
    return Optional.of(
        new Refusal(
            "no room for the cluster's data on the disk of %s: free %s, needed %s"
                .formatted(
                    config.dataDir(),
                    Shown.mebibytes(mount.freeBytes()),
                    Shown.mebibytesNeeded(needed)),
            List.of("the database has " + Shown.mebibytesNeeded(database)),
            commands,
            false));
  }

  private static Optional<Refusal> refuse(String reason, List<String> commands) {
    return Optional.of(new Refusal(reason, List.of(), commands, false));
  }
}
