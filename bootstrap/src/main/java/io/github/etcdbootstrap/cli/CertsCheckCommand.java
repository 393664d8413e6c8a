package io.github.etcdbootstrap.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.pki.HostCertificates;
import io.github.etcdbootstrap.pki.Listing;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.OpenKeys;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.seed.SeedCertificates;
import io.github.etcdbootstrap.text.Json;
import io.github.etcdbootstrap.text.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what certificates there are, how long they last, and whether they are taken. */
@Command(
    name = "check",
    description = {
      "Show the certificates of this host, or with --seed those of a seed.",
      "Succeeds only if all of them are good, and none expires soon."
    })
final class CertsCheckCommand implements Callable<Integer> {
  private final Sessions sessions;
  private final Clock clock;
  private final CommonOptions options;

  @Option(names = "--json", description = "Print them as JSON.")
  private boolean json;

  @Option(
      names = "--within",
      paramLabel = "TIME",
      converter = Days.class,
      description = "Certificates that expire within this time fail (default: 30d).")
  private Duration within = Duration.ofDays(30);

  CertsCheckCommand(Sessions sessions, Clock clock, CommonOptions options) {
    this.sessions = sessions;
    this.clock = clock;
    this.options = options;
  }

  @Override
  public Integer call() {
    try (Console console = new Console(options.colors())) {
      Listing listing =
          options.seed().isPresent() ? ofSeed(sessions.seed(options), console) : ofHost(console);
      listing.warnings().forEach(console::warning);
      List<Listing.Row> rows = listing.rows();
      Instant now = clock.now();
      console.result(
          json ? Json.write(json(rows, now)) + "\n" : CertificatesTable.of(rows, within, now));
      boolean good = rows.stream().allMatch(row -> row.isGoodFor(within, now));
      return good ? ExitCode.AS_IT_SHOULD_BE : ExitCode.FAILED;
    }
  }

  private Listing ofSeed(Seed seed, Console console) {
    OpenKeys.warning(LiveSessions.looking(), seed).ifPresent(console::warning);
    ClusterSpec spec = LiveSessions.clusterSpec(seed);
    Listing listing = new Listing(seed, clock);
    for (Member self : spec.members()) {
      CertificateFiles files = SeedCertificates.toMake(seed, spec, self.name());
      listing.add(
          new HostCertificates(spec, self, NodeConfigs.endpoints(seed, spec, self, files), files));
    }
    return listing;
  }

  private Listing ofHost(Console console) {
    Session session = sessions.open(options, Sessions.Purpose.LOOK, console);
    Seed installed = new InstalledCertificates(session.world().host());
    return new Listing(installed, clock).add(HostCertificates.of(session.config()));
  }

  private JsonObject json(List<Listing.Row> rows, Instant now) {
    JsonObject all = new JsonObject();
    JsonArray certificates = new JsonArray();
    for (Listing.Row row : rows) {
      JsonObject one = new JsonObject();
      one.addProperty("file", row.file());
      one.addProperty("use", row.use());
      one.addProperty("good", row.isGoodFor(within, now));
      row.certificate().ifPresent(said -> add(one, said, now));
      one.add("problems", strings(row.problems(), Problem::cause));
      certificates.add(one);
    }
    all.add("certificates", certificates);
    all.addProperty("good", rows.stream().allMatch(row -> row.isGoodFor(within, now)));
    return all;
  }

  private static void add(JsonObject one, Listing.Said said, Instant now) {
    one.addProperty("subject", said.subject());
    one.addProperty("issuer", said.issuer());
    one.add("hosts", strings(said.hosts(), h -> h));
    one.add("usages", strings(said.usages(), u -> u));
    one.addProperty("from", said.from().toString());
    one.addProperty("to", said.to().toString());
    one.addProperty("daysLeft", said.daysLeft(now));
  }

  private static <T> JsonArray strings(List<T> values, Function<T, String> text) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(text.apply(value)));
    return array;
  }
}
