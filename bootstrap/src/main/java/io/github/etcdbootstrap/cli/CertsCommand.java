package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.text.BadInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What is done about certificates. */
@Command(name = "certs", description = "Look at certificates, and renew them: certs check, renew.")
final class CertsCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new BadInput("certs: a subcommand is missing", "see etcd-bootstrap certs --help");
  }
}
