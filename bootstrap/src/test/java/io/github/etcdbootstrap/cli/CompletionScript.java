package io.github.etcdbootstrap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;

/**
 * Writes the release's completion for bash to the file named: here, since the JAR on a host has no
 * use for what makes it.
 */
public final class CompletionScript {
  private CompletionScript() {}

  public static void main(String[] args) throws IOException {
    String script = AutoComplete.bash("etcd-bootstrap", Main.commandLine(new LiveSessions()));
    Files.writeString(Path.of(args[0]), script);
  }
}
