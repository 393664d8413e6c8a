package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Baking;
import io.github.etcdbootstrap.plan.Convergence;
import io.github.etcdbootstrap.plan.Plan;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prepares another machine's card in this one, so that its first boot needs no hand. */
@Command(
    name = "bake",
    description = {
      "Prepare the root of another machine, mounted here, so that it becomes a member at its first"
          + " boot by itself.",
      "With --name for that one member, with its certificates and a seed of its own; else for any,"
          + " which then needs its seed beside it."
    })
final class BakeCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final CommonOptions options;

  @Option(
      names = "--root",
      required = true,
      paramLabel = "DIR",
      description = "The root of a machine with Alpine (installed in the mode sys), mounted here.")
  private String root;

  @Option(names = "--name", paramLabel = "NAME", description = "The member that this card is for.")
  private String name;

  @Option(
      names = "--seed-place",
      paramLabel = "PATH",
      description =
          "Without --name: where the seed will be on that machine (default: what its"
              + " /etc/etcd-bootstrap.yml says, else "
              + Baking.STICK
              + ").")
  private String seedPlace;

  private boolean warned;

  BakeCommand(Sessions sessions, CommonOptions options) {
    this.sessions = sessions;
    this.options = options;
  }

  @Override
  public Integer call() {
    BakeOrder order =
        new BakeOrder(root, Optional.ofNullable(name), Optional.ofNullable(seedPlace));
    try (Console console = new Console(options.colors())) {
      return bake(order, console);
    }
  }

  private int bake(BakeOrder order, Console console) {
    ImageSession session = ImageSession.open(order, options, sessions, console);
    Convergence.Outcome outcome =
        new Convergence(session.world(), () -> plan(session, console)).run();
    if (outcome.last().refusal().isPresent()) {
      console.refused(outcome.last().refusal().get());
      return ExitCode.REFUSED;
    }
    console.result((outcome.changes() == 0 ? "nothing to change: " : "") + words(order, session));
    return ExitCode.AS_IT_SHOULD_BE;
  }

  /** Each warning once, before the first change. */
  private Plan plan(ImageSession session, Console console) {
    Plan plan = session.plan();
    if (!warned) {
      session.warnings(plan).forEach(console::warning);
      warned = true;
    }
    return plan;
  }

  private String words(BakeOrder order, ImageSession session) {
    String cluster = session.baking().config().spec().cluster();
    return session.baking().named()
        ? "%s is baked for %s of %s; when it boots it needs only its peers%n"
            .formatted(root, session.baking().config().self().name(), cluster)
        : ("%s is baked for any member of %s; when it boots it needs that member's address and the"
                + " seed %s%n")
            .formatted(
                root,
                cluster,
                order.seedPlace().map(p -> "in " + p).orElseGet(session::whereTheSeedWillBe));
  }
}
