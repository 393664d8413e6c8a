package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must be right before any change; all that is wrong is reported together. */
public final class Preconditions {
  private static final Problem NOT_ROOT =
      new Problem("etcd-bootstrap is not running as root", "run it as root");

  private Preconditions() {}

  /**
   * Before anything else: without it nothing else can be told for sure.
   *
   * @throws BadInput if the run is not root's
   */
  public static void requireRoot(Host.Identity identity) {
    if (!identity.root()) {
      throw new BadInput(List.of(NOT_ROOT));
    }
  }

  /** What is wrong with the machine, whatever it is to become. */
  public static List<Problem> ofMachine(Host.Identity identity) {
    return identity.openRc()
        ? List.of()
        : List.of(
            new Problem(
                "this machine does not run OpenRC: there is no /sbin/openrc-run",
                "run etcd-bootstrap on Alpine Linux"));
  }

  /**
   * @param withLog without data here, room for a new log is needed
   */
  static void check(Facts facts, Desired desired, boolean withLog) {
    NodeConfig config = desired.config();
    List<Problem> problems = ofMachineAndCertificates(facts);
    if (!facts.data().hasWal()) {
      problems.addAll(names(facts, config));
    }
    problems.addAll(Ports.taken(facts, config.endpoints()));
    problems.addAll(Misplaced.problems(facts, desired));
    problems.addAll(Room.problems(facts, desired, withLog));
    throwIfAny(problems);
  }

  /**
   * Whoever has to set the clock is not to come back for a certificate; all else, such as what a
   * name resolves to, may well come right while a run waits for the clock.
   */
  static void checkBeside(Refusal clock, Facts facts) {
    List<Problem> others = facts.certificates().whateverTheTime();
    if (!others.isEmpty()) {
      List<Problem> all = new ArrayList<>();
      all.add(new Problem(clock.reason(), String.join("; ", clock.commands())));
      all.addAll(others);
      throw new BadInput(all);
    }
  }

  /** What names resolve to on an image's machine, and who listens there, is not known. */
  static void checkImage(Facts facts, Desired desired) {
    List<Problem> problems = ofMachineAndCertificates(facts);
    problems.addAll(Misplaced.problems(facts, desired));
    problems.addAll(Room.problems(facts, desired, false));
    throwIfAny(problems);
  }

  private static List<Problem> ofMachineAndCertificates(Facts facts) {
    List<Problem> problems = new ArrayList<>();
    if (!facts.identity().root()) {
      problems.add(NOT_ROOT);
    }
    problems.addAll(ofMachine(facts.identity()));
    if (!facts.accounts().users().containsKey("root")) {
      problems.add(
          new Problem(
              "/etc/passwd has no user root: it is damaged or unreadable",
              "put it back: Alpine keeps the last one in /etc/passwd-"));
    }
    problems.addAll(facts.certificates().problems());
    return problems;
  }

  private static void throwIfAny(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new BadInput(problems);
    }
  }

  /** For a first start; etcd with data asks for the names of peers only to reach them. */
  static List<Problem> names(Facts facts, NodeConfig config) {
    return config.spec().manageHosts()
        ? ownersLines(facts, config)
        : config.members().stream().flatMap(m -> name(facts, config, m).stream()).toList();
  }

  /**
   * Peers are told names only where there is a domain, and nobody here asks for this host's own:
   * who answers at another address that it is given is another card, if anybody does.
   */
  private static List<Problem> ownersLines(Facts facts, NodeConfig config) {
    Optional<OwnersHosts> lines = facts.file(Layout.HOSTS).content().map(OwnersHosts::new);
    if (lines.isEmpty() || config.spec().domain().isEmpty()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    for (Member member : config.others()) {
      String name = config.spec().fullName(member.name());
      List<IpAddress> others = othersOf(member, config, lines.get().addressesOf(name));
      if (!others.isEmpty()) {
        problems.add(
            new Problem(
                "a line of yours in %s has %s for %s, but cluster.yml says %s"
                    .formatted(Layout.HOSTS, words(others), name, member.address()),
                "delete that line, or correct the address in cluster.yml"));
      }
    }
    return problems;
  }

  /** A host may well call itself 127.0.1.1: its peers do not. */
  private static List<IpAddress> othersOf(
      Member member, NodeConfig config, List<IpAddress> addresses) {
    return addresses.stream()
        .filter(a -> !a.equals(member.address()))
        .filter(a -> !(member.equals(config.self()) && a.inet().isLoopbackAddress()))
        .toList();
  }

  /** Of the same family: one of the other may well be the same host's. */
  static List<String> alsoElsewhere(Facts facts, NodeConfig config) {
    List<String> warnings = new ArrayList<>();
    for (Member member : config.members()) {
      String name = config.spec().fullName(member.name());
      List<IpAddress> found = facts.surroundings().names().getOrDefault(name, List.of());
      List<IpAddress> others =
          othersOf(member, config, found).stream()
              .filter(a -> a.inet().getClass().equals(member.address().inet().getClass()))
              .toList();
      if (found.contains(member.address()) && !others.isEmpty()) {
        warnings.add(
            "the name %s resolves to %s here, and to %s too, which cluster.yml does not know"
                .formatted(name, member.address(), words(others)));
      }
    }
    return warnings;
  }

  private static Optional<Problem> name(Facts facts, NodeConfig config, Member member) {
    String name = config.spec().fullName(member.name());
    List<IpAddress> found = facts.surroundings().names().get(name);
    if (found == null || found.contains(member.address())) {
      return Optional.empty();
    } else if (found.isEmpty()) {
      return Optional.of(
          new Problem(
              "the name " + name + " does not resolve on this host, but peers are told to use it",
              "add it to your DNS, or set `manage-hosts: true` in cluster.yml"));
    }
    return othersOf(member, config, found).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "the name %s is another host's: here it resolves to %s, but cluster.yml says %s"
                    .formatted(name, words(found), member.address()),
                "correct your DNS or " + Layout.HOSTS + ", or the address in cluster.yml"));
  }

  private static String words(List<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::value).collect(Collectors.joining(", "));
  }
}
