package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.JetcdCluster;
import io.github.etcdbootstrap.etcd.ReleaseDownload;
import io.github.etcdbootstrap.host.LabFolder;
import io.github.etcdbootstrap.host.LabHost;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.plan.Deadline;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A cluster whose hosts are folders of this machine. */
final class Lab {
  private static final Set<Integer> PORTS = Set.of(2379, 2380, 2381);
  private static final Duration UNTIL_HEALTHY = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final LabFolder folder;
  private final LabView view;
  private final Clock clock;
  private final LabRelease release;
  private final List<LabMember> members;
  private JetcdCluster any;

  Lab(LabFolder folder, ClusterSpec spec, LabView view, boolean verbose, Clock clock) {
    this.folder = folder;
    this.view = view;
    this.clock = clock;
    this.release = new LabRelease(folder, new ReleaseDownload(new LabReport("all", view, verbose)));
    this.members =
        spec.members().stream()
            .map(m -> member(m, spec, new LabReport(m.name().value(), view, verbose)))
            .toList();
  }

  private LabMember member(Member member, ClusterSpec spec, LabReport report) {
    return new LabMember(
        member,
        spec,
        OwnersFolder.at(folder.seed()).asSeed(),
        folder.host(member.name(), member.address()),
        report,
        clock);
  }

  /** Starts all hosts, and a run on each at once; returns when the members are well. */
  void start() {
    atOnce(m -> m.host().boot());
    requirePorts();
    release.fetch(
        members.get(0).config().release(), members.stream().map(LabMember::host).toList());
    atOnce(LabMember::run);
    Deadline deadline = Deadline.in(clock, UNTIL_HEALTHY);
    while (!isWell() && !deadline.isOver()) {
      clock.sleep(STEP);
    }
    view.say(MembersTable.of(statuses()).stripTrailing());
    view.say(settings());
    for (LabMember member : members) {
      inBackground(member, member::keep);
      inBackground(member, member::watch);
    }
  }

  private boolean isWell() {
    List<MemberStatus> statuses = statuses();
    return statuses.size() == members.size()
        && statuses.stream().allMatch(s -> s.votes() && !s.member().learner());
  }

  /** Shows the members each second, for ever or for as long as was said. */
  void watch(Duration howLong) {
    Duration end = clock.sinceStart().plus(howLong);
    while (clock.sinceStart().compareTo(end) < 0) {
      view.show(members.stream().map(LabMember::row).toList());
      clock.sleep(STEP);
    }
  }

  /** Ends all members; nothing is started any more. */
  void end() {
    view.close("ending");
    atOnce(m -> m.host().shutDown());
  }

  private List<MemberStatus> statuses() {
    return any().statuses();
  }

  /** Any member's view of the cluster: all ask all. */
  private synchronized JetcdCluster any() {
    if (any == null) {
      any = members.get(0).cluster();
    }
    return any;
  }

  private String settings() {
    LabHost first = members.get(0).host();
    LabHost last = members.get(members.size() - 1).host();
    String endpoints = members.get(0).config().clientEndpoints();
    return new LabSettings(first, last, endpoints, folder.place(), members.size() == 1).text();
  }

  /** All that is taken, told together, before anything is made. */
  private void requirePorts() {
    Set<Problem> problems = new LinkedHashSet<>();
    for (LabMember member : members) {
      for (Host.Listener listener : member.host().listeners(PORTS)) {
        boolean all = listener.address().inet().isAnyLocalAddress();
        if (all || listener.address().equals(member.member().address())) {
          problems.add(
              new Problem(
                  "%s, where %s is to listen (ports 2379 to 2381), is taken by %s"
                      .formatted(member.member().address(), member.member().name(), listener.who()),
                  "end it; if it is a lab's in another folder, end that lab"));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new BadInput(List.copyOf(problems));
    }
  }

  /** Returns when all are done; what one of them fails at is thrown. */
  private void atOnce(Consumer<LabMember> work) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (LabMember member : members) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      all.add(done);
      inBackground(
          member,
          () -> {
            try {
              work.accept(member);
              done.complete(null);
            } catch (RuntimeException e) {
              done.completeExceptionally(e);
            }
          });
    }
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** What ends it is told: nobody else would see it. */
  private static void inBackground(LabMember member, Runnable work) {
    Thread thread = new Thread(work, member.member().name().value());
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((ended, why) -> member.report().bug(why));
    thread.start();
  }
}
