package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Orders;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Takes this host's member out of the cluster, where the others bear that; keeps its data aside.
 */
@Command(
    name = "leave",
    description =
        "Take this member out of the cluster, if the others can do without it, and stop and"
            + " disable etcd"
            + " here; its data is kept aside.")
final class LeaveCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final CommonOptions options;

  LeaveCommand(Sessions sessions, CommonOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  @Override
  public Integer call() {
    return ApplyCommand.apply(sessions, options.with(Orders.LEAVE));
  }
}
