package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Orders;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.plan.Rendering;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program: `apply` unless another command is named. */
@Command(
    name = "etcd-bootstrap",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = Main.Version.class,
    description = {
      "Makes this host a healthy member of its TLS etcd cluster, or says why it must not.",
      "Without a command: apply."
    },
    footer = {
      "",
      "Exit codes: 0 as it should be; 1 failed, or (verify, certs check) not as it should be;",
      "2 wrong input; 3 changes pending (plan); 4 refused for safety."
    })
public final class Main implements Callable<Integer> {
  /** What the service that runs at each boot says. */
  private static final String[] AT_BOOT = {"apply", "--unattended"};

  private final Sessions sessions;

  /** Once, for all commands: picocli hands them down. */
  @Mixin private final CommonOptions options = new CommonOptions();

  private Main(Sessions sessions) {
    this.sessions = sessions;
  }

  public static void main(String[] args) {
    System.exit(run(new LiveSessions(), args));
  }

  /** Runs one command line; {@code sessions} decides what world it acts on. */
  static int run(Sessions sessions, String... args) {
    if (args.length == 0) {
      return applyWithoutParsing(sessions, Orders.NONE);
    } else if (Arrays.equals(args, AT_BOOT)) {
      return applyWithoutParsing(sessions, Orders.UNATTENDED);
    }
    return commandLine(sessions).execute(args);
  }

  /**
   * The runs that are repeated most, on the slowest machines: a parser would cost as much again.
   */
  private static int applyWithoutParsing(Sessions sessions, Orders orders) {
    try {
      return ApplyCommand.apply(sessions, new CommonOptions().with(orders));
    } catch (RuntimeException e) {
      return explain(e, utf8(System.err), new CommonOptions().colors());
    }
  }

  static CommandLine commandLine(Sessions sessions) {
    Main main = new Main(sessions);
    Clock clock = new SystemClock();
    return new CommandLine(main)
        .addSubcommand(new ApplyCommand(sessions, main.options))
        .addSubcommand(new PlanCommand(sessions, main.options))
        .addSubcommand(new VerifyCommand(sessions, main.options))
        .addSubcommand(new StatusCommand(sessions, main.options))
        .addSubcommand(new LeaveCommand(sessions, main.options))
        .addSubcommand(
            new CommandLine(new SeedCommand())
                .addSubcommand(new SeedInitCommand(clock, main.options)))
        .addSubcommand(
            new CommandLine(new CertsCommand())
                .addSubcommand(new CertsCheckCommand(sessions, clock, main.options))
                .addSubcommand(new CertsRenewCommand(clock, main.options)))
        .addSubcommand(new LabCommand(main.options))
        .addSubcommand(new BakeCommand(sessions, main.options))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(utf8(System.out))
        .setErr(utf8(System.err))
        .setParameterExceptionHandler(
            (e, args) -> explain(notUnderstood(e), utf8(System.err), false))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> explain(e, command.getErr(), main.options.colors()));
  }

  private static BadInput notUnderstood(CommandLine.ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> near =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String hint = near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ";
    return new BadInput(Shown.text(e.getMessage()), hint + "see " + command + " --help");
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() {
    return ApplyCommand.apply(sessions, options);
  }

  /** What a user can cause is a line of cause and one of what to do; a stack trace is for bugs. */
  private static int explain(Exception failure, PrintWriter err, boolean colors) {
    if (failure instanceof BadInput badInput) {
      print(err, badInput.problems());
      return ExitCode.WRONG_INPUT;
    } else if (failure instanceof HostFailure hostFailure) {
      print(err, List.of(hostFailure.problem()));
      return ExitCode.FAILED;
    } else if (failure instanceof RefusedChange refused) {
      try (Console console = new Console(colors)) {
        console.refused(refused.refusal());
      }
      return ExitCode.REFUSED;
    }
    err.println("error: a bug in etcd-bootstrap: " + failure);
    err.println(Rendering.toDo("report it with these lines:"));
    failure.printStackTrace(err);
    return ExitCode.FAILED;
  }

  private static void print(PrintWriter err, List<Problem> problems) {
    for (Problem problem : problems) {
      err.println(Rendering.of(problem));
    }
    err.flush();
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "etcd-bootstrap " + (version == null ? "(unpacked)" : version);
  }

  /** The version that the build wrote into the JAR's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version()};
    }
  }
}
