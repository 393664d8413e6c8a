package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.seed.OwnersFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Renews the certificates in a seed; its hosts take them over at their next run. */
@Command(
    name = "renew",
    description = {
      "Renew all certificates of a seed (--seed, or the folder seed here), on the machine that has",
      "the authority's key. Each host takes them over at its next run; etcd is restarted only for"
          + " the authority's."
    })
final class CertsRenewCommand implements Callable<Integer> {
  private static final String SEED = "seed";

  private final Clock clock;
  private final CommonOptions options;

  @Option(names = "--new-keys", description = "Make new keys too.")
  private boolean newKeys;

  @Mixin private final AuthorityOptions authority = new AuthorityOptions();

  CertsRenewCommand(Clock clock, CommonOptions options) {
    this.clock = clock;
    this.options = options;
  }

  @Override
  public Integer call() {
    try (Console console = new Console(options.colors())) {
      OwnersFolder folder = OwnersFolder.at(options.seed().orElse(SEED));
      boolean authorityToo =
          new SeedMaker(
                  folder,
                  authority.folder(folder),
                  authority.passphrase(),
                  clock,
                  line -> console.result(line + "\n"))
              .renew(authority.validity(), newKeys);
      console.result(
          "\nNext: run etcd-bootstrap with this seed on each host, one after the other; it takes"
              + " them over,\n"
              + (authorityToo
                  ? "restarts etcd once, since the authority's own is another"
                  : "without a restart")
              + ", and proves that etcd serves them.\n");
      return ExitCode.AS_IT_SHOULD_BE;
    }
  }
}
