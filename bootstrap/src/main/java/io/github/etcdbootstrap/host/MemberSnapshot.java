package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.plan.Layout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Fetches a member's database by the installed etcdctl: Java's own TLS would take many times as
 * long for a large one (docs/performance.md).
 */
final class MemberSnapshot {
  /** What etcdctl appends to the name of a file that has not come whole (its v3_snapshot.go). */
  static final String PART = ".part";

  private static final Duration TO_END = Duration.ofSeconds(10);

  private final Root root;

  MemberSnapshot(Root root) {
    this.root = root;
  }

  /**
   * @param limit etcdctl alone would wait for ever for who is not there
   * @throws IOException saying why it did not come whole; {@code to} is then not there
   */
  void fetch(URI from, Duration limit, Path to) throws IOException {
    Commands installed = new Commands(root.follow(Layout.CURRENT).toString());
    try {
      Commands.Outcome outcome =
          installed.run(
              limit.plus(TO_END),
              "etcdctl",
              "--command-timeout=" + limit.toMillis() + "ms",
              "--endpoints=" + from,
              "--cacert=" + certificate(CertificateFiles.CA),
              "--cert=" + certificate(CertificateFiles.CLIENT),
              "--key=" + certificate(CertificateFiles.keyOf(CertificateFiles.CLIENT)),
              "snapshot",
              "save",
              to.toString());
      if (!outcome.succeeded()) {
        throw new IOException(from + ": " + reason(outcome));
      }
    } finally {
      Files.deleteIfExists(to.resolveSibling(to.getFileName() + PART));
    }
  }

  private Path certificate(String name) {
    return root.at(Layout.ETC.child(name));
  }

  /** Its last line: before it comes its log, as JSON. */
  private static String reason(Commands.Outcome outcome) {
    return outcome
        .err()
        .lines()
        .reduce((before, last) -> last)
        .map(last -> last.strip().replaceFirst("^Error: ", ""))
        .orElseGet(outcome::words);
  }
}
