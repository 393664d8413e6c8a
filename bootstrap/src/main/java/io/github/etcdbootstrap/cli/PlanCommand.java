package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Rendering;
import io.github.etcdbootstrap.text.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what `apply` would change, and changes nothing. */
@Command(
    name = "plan",
    description = "Print what apply would change; changes nothing and takes no lock.")
final class PlanCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final CommonOptions options;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Mixin private final OrderOptions orders = new OrderOptions();

  PlanCommand(Sessions sessions, CommonOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  @Override
  public Integer call() {
    try (Console console = new Console(options.colors())) {
      Session session =
          sessions.open(options.with(orders.orders()), Sessions.Purpose.LOOK, console);
      Plan plan = session.plan();
      session.warnings(plan).forEach(console::warning);
      if (json) {
        String host = session.config().self().name().value();
        console.result(Json.write(PlanJson.of(host, plan)) + "\n");
      } else {
        console.result(Rendering.of(plan));
      }
      return exitCode(plan);
    }
  }

  private static int exitCode(Plan plan) {
    if (plan.refusal().isPresent()) {
      return ExitCode.REFUSED;
    }
    return plan.isEmpty() ? ExitCode.AS_IT_SHOULD_BE : ExitCode.CHANGES_PENDING;
  }
}
