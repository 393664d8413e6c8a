package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.cli.FakeSessions.Ran;
import io.github.etcdbootstrap.cli.Sessions.Purpose;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command line has in common: options, help, how it fails. */
class CommandLineTest {
  @TempDir private Path root;
  private FakeSessions sessions;

  @BeforeEach
  void aBareHost() {
    sessions = new FakeSessions(new FakeWorld(Edge.config()), root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999", "9223372036854775807", "-1", "1.5", ""})
  void aLabDoesNotRunForWhatIsNoTime(String seconds) {
    FakeSessions.Ran ran = sessions.run("lab", "--for", seconds);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).startsWith("error: Invalid value for option '--for': " + seconds);
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    Ran ran = sessions.run("--help");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("Usage: etcd-bootstrap")
        .contains("apply", "plan", "verify", "status")
        .contains("--seed", "--color", "--verbose", "--help", "--version")
        .contains("0 as it should be", "1 failed", "2 wrong input", "3 changes pending")
        .contains("4 refused for safety");
    assertThat(ran.err()).isEmpty();
    assertThat(sessions.opened).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "plan", "verify", "status"})
  void everyCommandHasHelp(String command) {
    Ran ran = sessions.run(command, "--help");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("etcd-bootstrap " + command, "--seed", "--color", "--verbose");
    assertThat(sessions.opened).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "verify", "status"})
  void theCommandsThatLookHaveJson(String command) {
    assertThat(sessions.run(command, "--help").out()).contains("--json");
  }

  @Test
  void versionIsOneLine() {
    Ran ran = sessions.run("--version");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).matches("etcd-bootstrap \\S+\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--dry-run", "plan --dry-run", "aply", "apply --json", "plan extra", "--seed"})
  void whatIsNoCommandLineIsWrongInput(String line) {
    Ran ran = sessions.run(line.split(" "));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .matches(
            "error: (Unknown option|Unmatched argument|Missing required parameter).*\\R"
                + "  do: .*see etcd-bootstrap( apply| plan)? --help\\R");
    assertThat(sessions.opened).isEmpty();
  }

  @Test
  void whatIsNearlyACommandLineIsTold() {
    assertThat(sessions.run("plaan").err()).contains("do: did you mean plan or lab or apply? see");
    assertThat(sessions.run("--sed", "/x").err()).contains("do: did you mean --seed? see");
  }

  @ParameterizedTest
  @CsvSource({"purple, 2", "auto, 3", "always, 3", "NEVER, 3"})
  void coloursAreAutoAlwaysOrNever(String when, int exit) {
    assertThat(sessions.run("plan", "--color", when).exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan --seed /x", "--seed /x plan", "plan --seed=/x", "status --seed /x"})
  void theSeedMayBeGivenBeforeOrAfterTheCommand(String line) {
    sessions.run(line.split(" "));

    assertThat(sessions.seed).contains("/x");
  }

  @ParameterizedTest
  @CsvSource({"'', APPLY", "apply, APPLY", "plan, LOOK", "verify, VERIFY", "status, LOOK"})
  void withoutACommandItIsApply(String line, Purpose purpose) {
    sessions.failure = Optional.of(new HostFailure("far enough", "end"));
    sessions.run(line.isEmpty() ? new String[0] : new String[] {line});

    assertThat(sessions.opened).containsExactly(purpose);
    assertThat(sessions.locks).isEqualTo(purpose == Purpose.APPLY ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "apply", "--verbose", "plan", "plan --json", "verify --json"})
  void wrongInputIsAllSaidAtOnce(String line) {
    sessions.failure =
        Optional.of(
            new BadInput(
                List.of(
                    new Problem("cluster.yml:3: `membres` is unknown", "correct it"),
                    new Problem("server.pem: has expired", "make a new one"))));
    Ran ran = sessions.run(words(line));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            """
            error: cluster.yml:3: `membres` is unknown
              do: correct it
            error: server.pem: has expired
              do: make a new one
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "apply", "plan", "status --json"})
  void aFailureIsACauseAndWhatToDo(String line) {
    sessions.failure = Optional.of(new HostFailure("the stick was pulled", "put it back"));
    Ran ran = sessions.run(words(line));

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("error: the stick was pulled\n  do: put it back\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plan"})
  void onlyABugHasAStackTrace(String line) {
    sessions.failure = Optional.of(new IllegalStateException("never"));
    Ran ran = sessions.run(words(line));

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("error: a bug in etcd-bootstrap: java.lang.IllegalStateException: never\n")
        .contains("\tat " + CommandLineTest.class.getName());
  }

  /** A lock is given back however a run ends. */
  @Test
  void twoRunsOnOneHostAreKeptApart() {
    sessions.failure = Optional.of(new HostFailure("x", "y"));
    sessions.run("apply");
    try (var other = sessions.lock()) {
      assertThat(other).isNotNull();
      Ran ran = sessions.run("apply");

      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err())
          .startsWith("error: another run of etcd-bootstrap is at work on this host");
      assertThat(sessions.opened).as("the one before").hasSize(1);
    }
  }

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }
}
