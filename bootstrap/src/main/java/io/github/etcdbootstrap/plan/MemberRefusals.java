package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.NodeConfig;
import java.util.ArrayList;
import java.util.List;

/** The words about this host's place in the cluster's list. */
record MemberRefusals(Facts facts, NodeConfig config, Evidence evidence) {
  /** Row 4. */
  Refusal left(boolean listed) {
    List<String> commands = new ArrayList<>();
    if (facts.data().hasWal() && facts.seed().isKeptCopy()) {
      commands.add("to clear away what is left here the seed is needed: plug in the stick");
    } else if (facts.data().hasWal() && facts.orders().unattended()) {
      commands.add(
          "run etcd-bootstrap yourself, without --unattended, to clear away what is left"
              + " here");
    }
    commands.add("to bring it back: java -jar etcd-bootstrap.jar apply --rejoin");
    return new Refusal(
        config.self().name()
            + (listed
                ? " is marked as having left this cluster, but the cluster lists it"
                : " has left this cluster"),
        evidence.marksSeen(),
        commands,
        false);
  }

  /** Row 6: an etcd that has just been started does not say yet who it is. */
  Refusal idUnknown() {
    return new Refusal(
        "the etcd on this host does not say yet which member it is",
        evidence.pagesSeen(),
        List.of("look at " + Layout.LOG + ", then run again"),
        true);
  }

  /** Row 10. */
  Refusal listedTwice(List<Cluster.ListedMember> own) {
    return new Refusal(
        "the cluster lists this host's member %d times".formatted(own.size()),
        own.stream()
            .map(m -> "%s %s at %s".formatted(m.id(), m.name(), String.join(", ", m.peerUrls())))
            .toList(),
        List.of("remove those that are dead: etcdctl member remove ID", "then run again"),
        false);
  }

  Refusal replacedUnattended() {
    return new Refusal(
        config.self().name()
            + " has lost its data, and an unattended run has replaced it once before: its card"
            + " may be failing",
        evidence.pagesSeen(),
        List.of(
            "check the card (dmesg) or take a new one, then run etcd-bootstrap yourself, without"
                + " --unattended"),
        false);
  }

  /** Row 7. */
  Refusal removedUnattended() {
    return new Refusal(
        config.self().name()
            + " was removed from the cluster; an unattended run does not bring"
            + " it back",
        evidence.pagesSeen(),
        List.of("to bring it back, run etcd-bootstrap yourself, without --unattended"),
        false);
  }

  Refusal noQuorumToLeave() {
    return new Refusal(
        "no quorum answers, and only a quorum can remove a member",
        evidence.pagesSeen(),
        List.of("bring the others back, then run again"),
        true);
  }

  Refusal notInInventory(Cluster.ListedMember member) {
    return new Refusal(
        "%s is a member, but cluster.yml does not list it at %s, so it cannot be asked about the removal"
            .formatted(Voters.name(member), String.join(", ", member.peerUrls())),
        List.of(),
        List.of(
            "put it back into cluster.yml, and take a member out only after it has left; then run"
                + " again"),
        false);
  }

  Refusal neverWasAMember() {
    return new Refusal(
        config.self().name() + " is not a member of this cluster",
        evidence.pagesSeen(),
        List.of("there is nothing to do"),
        false);
  }
}
