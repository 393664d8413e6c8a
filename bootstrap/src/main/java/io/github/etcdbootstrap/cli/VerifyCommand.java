package io.github.etcdbootstrap.cli;

import com.google.gson.JsonObject;
import io.github.etcdbootstrap.plan.Cluster;
import io.github.etcdbootstrap.plan.DiskVerdict;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Rendering;
import io.github.etcdbootstrap.plan.SameData;
import io.github.etcdbootstrap.plan.Served;
import io.github.etcdbootstrap.plan.World;
import io.github.etcdbootstrap.text.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Succeeds only if nothing is to be changed and the member is healthy; reads programs in full. */
@Command(
    name = "verify",
    description = "Succeed only if nothing is to be changed and the member is healthy.")
final class VerifyCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final CommonOptions options;

  @Option(names = "--json", description = "Print the verdict as JSON.")
  private boolean json;

  VerifyCommand(Sessions sessions, CommonOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  @Override
  public Integer call() {
    try (Console console = new Console(options.colors())) {
      Session session = sessions.open(options, Sessions.Purpose.VERIFY, console);
      Plan plan = session.plan();
      Cluster.OwnHealth health = session.facts().health();
      session.warnings(plan).forEach(console::warning);
      Optional<SameData> data = data(session, health);
      boolean differs = data.filter(d -> d.verdict() == SameData.Verdict.DIFFERENT).isPresent();
      Optional<Served> served = served(session, health);
      boolean installed = served.filter(s -> !s.wrong().isEmpty()).isEmpty();
      boolean good = plan.isEmpty() && notHealthy(session).isEmpty() && installed && !differs;
      print(console, session, plan, served, data);
      data.ifPresent(console::seenOfData);
      if (!health.healthy()) {
        console.notHealthy(session, health.reason());
      }
      if (plan.refusal().isPresent()) {
        return ExitCode.REFUSED;
      }
      return good ? ExitCode.AS_IT_SHOULD_BE : ExitCode.FAILED;
    }
  }

  /** A learner's health says true too. */
  private static Optional<String> notHealthy(Session session) {
    Cluster.OwnHealth health = session.facts().health();
    return Optional.of(health.healthy() ? "it is not known to vote" : health.reason())
        .filter(reason -> !health.healthy() || !session.facts().isVoter());
  }

  /** One that is alone has nobody to compare with. */
  private static Optional<SameData> data(Session session, Cluster.OwnHealth health) {
    World world = session.world();
    return health.healthy() && session.config().members().size() > 1
        ? Optional.of(SameData.compare(world.cluster(), world.clock()))
        : Optional.empty();
  }

  private static Optional<Served> served(Session session, Cluster.OwnHealth health) {
    return health.healthy()
        ? Optional.of(Served.look(session.world(), session.config()))
        : Optional.empty();
  }

  private void print(
      Console console,
      Session session,
      Plan plan,
      Optional<Served> served,
      Optional<SameData> data) {
    Optional<String> notHealthy = notHealthy(session);
    String self = session.config().self().name().value();
    DiskVerdict disk = DiskVerdict.measure(session.world().host(), session.config());
    if (json) {
      JsonObject verdict = PlanJson.of(self, plan);
      verdict.addProperty("healthy", notHealthy.isEmpty());
      served.ifPresent(s -> verdict.add("certificates", PlanJson.of(s)));
      data.ifPresent(d -> verdict.add("data", PlanJson.of(d)));
      verdict.add("disk", PlanJson.of(disk));
      console.result(Json.write(verdict) + "\n");
      return;
    }
    String words =
        notHealthy
            .map(reason -> self + " is not healthy: " + reason)
            .orElseGet(() -> Console.healthyWords(session.config()));
    String shown = served.map(s -> s.words() + "\n").orElse("");
    String compared = data.map(d -> d.words() + "\n").orElse("");
    console.result(Rendering.of(plan) + words + "\n" + shown + compared + disk.words() + "\n");
  }
}
