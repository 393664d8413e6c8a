package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.text.BadInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What is done to a seed on its owner's machine. */
@Command(name = "seed", description = "Prepare the folder that all hosts share: seed init.")
final class SeedCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new BadInput("seed: a subcommand is missing", "see etcd-bootstrap seed --help");
  }
}
