package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Orders;
import picocli.CommandLine.Option;

/** What `apply` and `plan` can be told that nothing observed can stand in for. */
final class OrderOptions {
  @Option(names = "--rejoin", description = "Bring back a member that has left the cluster.")
  private boolean rejoin;

  @Option(
      names = "--trust-copy",
      description =
          "Your word that all cards were copied while all members were off, and that no original"
              + " runs any more: this copy is the member now.")
  private boolean trustCopy;

  @Option(
      names = "--unattended",
      description =
          "Nobody watches: replace lost data only once, and change nothing that a person should"
              + " decide.")
  private boolean unattended;

  Orders orders() {
    return new Orders(false, rejoin, trustCopy, unattended);
  }
}
