package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.pki.Passphrase;
import io.github.etcdbootstrap.seed.OwnersFile;
import io.github.etcdbootstrap.text.BadInput;
import java.io.Console;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the passphrase of the authority's key comes from: a file, a variable, or the keyboard. */
final class PassphraseOptions implements Passphrase {
  /** What Java reads for what it cannot read: others would open the key with something else. */
  private static final char UNREADABLE = '\ufffd';

  static final String VARIABLE = "ETCD_BOOTSTRAP_CA_PASSPHRASE";

  @Option(
      names = "--passphrase",
      description =
          "Seal the authority's key, where it is made, with a passphrase that is asked for; for one"
              + " that is sealed it is asked for in any case.")
  private boolean ask;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "The passphrase of the authority's key is the first line of this file; or else in the"
              + " variable "
              + VARIABLE
              + ".")
  private String file;

  private final Map<String, String> environment;
  private String firstLine;

  PassphraseOptions() {
    this(System.getenv());
  }

  PassphraseOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Optional<char[]> toSeal() {
    Optional<char[]> given = given();
    return given.isPresent() || !ask ? given : Optional.of(askTwice());
  }

  @Override
  public char[] toOpen(String sealed) {
    return given().orElseGet(() -> ask("Passphrase of " + sealed + ": "));
  }

  boolean isGiven() {
    return ask || file != null || environment.containsKey(VARIABLE);
  }

  private Optional<char[]> given() {
    return Optional.ofNullable(file)
        .map(path -> checked("--passphrase-file " + path, firstLine(path).toCharArray()))
        .or(
            () ->
                Optional.ofNullable(environment.get(VARIABLE))
                    .map(value -> checked(VARIABLE, value.toCharArray())));
  }

  /** Once: a pipe gives it only once. */
  private String firstLine(String path) {
    if (firstLine == null) {
      firstLine = OwnersFile.read("--passphrase-file", path).text().lines().findFirst().orElse("");
    }
    return firstLine;
  }

  private char[] askTwice() {
    char[] first = ask("Passphrase for the authority's key: ");
    if (!Arrays.equals(first, ask("The same again: "))) {
      throw new BadInput("the two passphrases differ", "run again");
    }
    return first;
  }

  private static char[] ask(String words) {
    Console console = System.console();
    if (console == null) {
      throw new BadInput(
          "the authority's key needs a passphrase, but there is no terminal to ask on",
          "give it with --passphrase-file FILE, or in the variable " + VARIABLE);
    }
    char[] answer = console.readPassword("%s", words);
    return checked("the passphrase", answer == null ? new char[0] : answer);
  }

  private static char[] checked(String where, char[] passphrase) {
    if (passphrase.length == 0) {
      throw new BadInput(where + ": is empty", "give a passphrase, or none at all");
    }
    for (char c : passphrase) {
      if (c == UNREADABLE) {
        throw new BadInput(
            where + ": is not UTF-8, or this terminal's language (LC_ALL) has no such characters",
            "write it as UTF-8 into a file for --passphrase-file, or set LC_ALL=C.UTF-8");
      } else if (c == '\n' || c == '\r') {
        throw new BadInput(
            where + ": has more than one line, which nobody can type",
            "give a passphrase of one line");
      }
    }
    return passphrase;
  }
}
