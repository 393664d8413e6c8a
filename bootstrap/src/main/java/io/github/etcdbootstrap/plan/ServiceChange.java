package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.HostPath;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The accounts, and the service that runs under them. */
public sealed interface ServiceChange extends Change {
  /** A system group. */
  record AddGroup(String group) implements ServiceChange {
    @Override
    public Outcome apply(World world) {
      world.host().addGroup(group);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "add group " + group;
    }

    @Override
    public String target() {
      return group;
    }
  }

  /** A system user, without a home or a shell. */
  record AddUser(String user, String group) implements ServiceChange {
    @Override
    public Outcome apply(World world) {
      world.host().addUser(user, group);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "add user " + user + " to group " + group;
    }

    @Override
    public String target() {
      return user;
    }
  }

  /** The service's link in the default runlevel. */
  record EnableService(String service) implements ServiceChange {
    @Override
    public Outcome apply(World world) {
      world.host().enable(service);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "add " + service + " to the runlevel default";
    }

    @Override
    public String target() {
      return service;
    }
  }

  /** The service's link in a runlevel that is not the one for it. */
  record DisableService(String service, String runlevel) implements ServiceChange {
    @Override
    public Outcome apply(World world) {
      world.host().disable(service, runlevel);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "take " + service + " out of the runlevel " + runlevel;
    }

    @Override
    public String target() {
      return service;
    }
  }

  /**
   * Stops the service and sees that nothing of it is left.
   *
   * @param inTurn the member may vote, so that the lock must be held for this too
   * @param empty the member's folder, where there must still be no log: else it has begun to vote
   */
  record StopService(String service, String why, boolean inTurn, Optional<HostPath> empty)
      implements ServiceChange {
    /** Of one that the cluster does not need. */
    StopService(String service, String why) {
      this(service, why, false, Optional.empty());
    }

    @Override
    public Outcome apply(World world) {
      if (empty.filter(member -> FirstStart.hasWal(world, member)).isPresent()) {
        return Outcome.LOOK_AGAIN;
      }
      if (inTurn && !world.cluster().holdsLock(Restart.REST)) {
        throw new RefusedChange(Turn.over("the stop of etcd"));
      }
      world.host().stop(service);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "stop " + service + ": " + why;
    }

    @Override
    public String target() {
      return service;
    }
  }

  /** Starts the service. */
  record StartService(String service) implements ServiceChange {
    @Override
    public Outcome apply(World world) {
      world.host().start(service);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "start " + service;
    }

    @Override
    public String target() {
      return service;
    }
  }

  /**
   * Stops the service and starts it again, once that cannot cost the cluster its quorum.
   *
   * @param member whose etcd it is
   * @param health its own page
   * @param members of the inventory
   * @param why what the running etcd lacks
   * @param whileStopped what it could not bear while it runs
   */
  record RestartService(
      String service,
      Turn.Holder member,
      URI health,
      int members,
      boolean unattended,
      String why,
      List<Change> whileStopped)
      implements ServiceChange {
    public RestartService {
      whileStopped = List.copyOf(whileStopped);
    }

    RestartService with(List<Change> changes) {
      return new RestartService(service, member, health, members, unattended, why, changes);
    }

    @Override
    public Outcome apply(World world) {
      Restart.run(world, this);
      return Outcome.DONE;
    }

    @Override
    public String describe() {
      return "restart %s: %s%s%s".formatted(service, why, price(), meanwhile());
    }

    private String meanwhile() {
      return whileStopped.isEmpty()
          ? ""
          : whileStopped.stream()
              .map(Change::describe)
              .collect(Collectors.joining("; ", "; while it is stopped: ", ""));
    }

    /** A majority of one or two is all of them. */
    private String price() {
      return switch (members) {
        case 1 -> "; the only member, so the cluster is down meanwhile";
        case 2 -> "; one of two members, so the cluster is down meanwhile";
        default -> "";
      };
    }

    @Override
    public String target() {
      return service;
    }
  }
}
