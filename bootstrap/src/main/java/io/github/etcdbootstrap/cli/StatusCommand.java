package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.text.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the members of the cluster as a table. */
@Command(
    name = "status",
    description = "Print the members: endpoint, ID, version, size, leader, term, index, errors.")
final class StatusCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final CommonOptions options;

  @Option(names = "--json", description = "Print the members as JSON.")
  private boolean json;

  StatusCommand(Sessions sessions, CommonOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  @Override
  public Integer call() {
    try (Console console = new Console(options.colors())) {
      Session session = sessions.open(options, Sessions.Purpose.LOOK, console);
      List<MemberStatus> statuses = session.statuses();
      String cluster = session.config().spec().cluster();
      console.result(
          json ? Json.write(StatusJson.of(cluster, statuses)) + "\n" : MembersTable.of(statuses));
      console.alarms(statuses);
      if (isSilent(session.config().self().name(), statuses)) {
        console.notRunning(session);
      }
      boolean answered = statuses.stream().anyMatch(s -> !s.version().isEmpty());
      return answered ? ExitCode.AS_IT_SHOULD_BE : ExitCode.FAILED;
    }
  }

  private static boolean isSilent(MemberName self, List<MemberStatus> statuses) {
    return statuses.stream()
        .anyMatch(s -> s.member().name().equals(self.value()) && s.version().isEmpty());
  }
}
