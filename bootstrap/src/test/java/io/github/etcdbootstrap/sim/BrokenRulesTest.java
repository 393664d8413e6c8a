package io.github.etcdbootstrap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether docs/broken-rules.txt tells of the rules as they are; its head says how it is written.
 */
class BrokenRulesTest {
  private static final Path PAGE = Path.of("..", "docs", "broken-rules.txt");
  private static final Pattern FOUND = Pattern.compile("(.*): seed (\\d+), (\\w+), (\\d) hosts");

  @Test
  void eachRuleIsThereAndNoOther() throws IOException {
    assertThat(Files.readAllLines(PAGE))
        .filteredOn(line -> line.startsWith("=== "))
        .containsExactlyElementsOf(
            Arrays.stream(Broken.values())
                .filter(rule -> rule != Broken.NOTHING)
                .map(BrokenRulesTest::heading)
                .toList());
  }

  /** The history that was shrunk to that story. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void itsHistoryStillShowsIt(Broken rule) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    Matcher told = FOUND.matcher(lines.get(lines.indexOf(heading(rule)) + 1));
    assertThat(told.matches()).as(told.toString()).isTrue();
    History history =
        History.of(
            Long.parseLong(told.group(2)),
            Kind.valueOf(told.group(3)),
            Integer.parseInt(told.group(4)),
            rule);

    Optional<Violation> found = new Simulation(history, rule, null).run();

    assertThat(found.map(Violation::rule).map(Violation.Rule::words)).hasValue(told.group(1));
  }

  private static String heading(Broken rule) {
    return "=== %s: %s".formatted(rule, rule.words());
  }
}
