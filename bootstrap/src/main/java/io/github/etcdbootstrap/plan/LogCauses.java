package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the lines of etcd's last start mean, as they were seen of 3.5.2 and 3.5.35. */
final class LogCauses {
  private static final int LONGEST = 240;

  private static final String REPLACE =
      "run etcd-bootstrap on this host: it replaces the member from its peers and keeps the data"
          + " aside";

  /** Only what names damage: a database that may not be read is "failed to open" too. */
  private static final Pattern CORRUPT =
      Pattern.compile(
          "crc mismatch|failed to read WAL, cannot be repaired|cannot use none as id"
              + "|wal: (max entry size limit exceeded|file not found|slice bounds out of range)"
              + "|failed to open database: (invalid database|checksum error|version mismatch"
              + "|file size too small|unexpected EOF|EOF)"
              + "|failed to recover v3 backend from snapshot|tocommit\\(\\d+\\) is out of range"
              + "|freepages: failed to get all reachable pages|Page expected to be: \\d+");

  /** A damaged page of the database ends in a fault like any bug of etcd's, but in its library. */
  private static final Pattern FAULT =
      Pattern.compile("unexpected fault address.*|panic: .*|\\[signal SIG(BUS|SEGV).*");

  /** It waits, and says so as if it were nothing. */
  private static final String LOCKED = "db file is flocked by another process";

  private static final String DATABASE = "go.etcd.io/bbolt.";

  /** How far below a panic's first line the function stands that it happened in. */
  private static final int TRACE = 24;

  private static final List<Rule> RULES =
      List.of(
          rule(
              "couldn't find local name|missing from --initial-advertise-peer-urls"
                  + "|member count is unequal|no match found for existing member"
                  + "|unmatched member while checking PeerURLs",
              "the list of members with which it was to start for the first time is not the one"
                  + " the cluster has",
              "run etcd-bootstrap on this host again: it looks at the list anew"),
          rule(
              "cannot fetch cluster info from peer urls",
              "for a first start it must ask its peers, but none answers",
              "start the peers, look at the cables and at their certificates, then run again"),
          rule(
              "has already been bootstrapped",
              "a member of this ID has run before: its data is lost",
              REPLACE),
          rule(
              "the member has been permanently removed from the cluster",
              "the cluster has removed this member",
              "run etcd-bootstrap on this host: it joins it again as a new member"),
          rule(
              "cluster ID mismatch",
              "it and a peer are of different clusters",
              "look at `/members` of each (status shows them), and run etcd-bootstrap on the host"
                  + " that is in the wrong one"),
          rule(
              "certificate has expired or is not yet valid",
              "a certificate has expired, or is not valid yet by this host's clock",
              "look at `date` on both hosts, then at `openssl x509 -noout -dates -in"
                  + " /etc/etcd/NAME.pem`; renew it in the seed and run again"),
          rule(
              "private key does not match public key",
              "a certificate in /etc/etcd and its key do not match",
              "run etcd-bootstrap on this host: it puts the seed's pair there"),
          rule(
              "certificate signed by unknown authority|unknown certificate authority",
              "one side's certificate is from a CA that the other side does not trust",
              "put certificates of one CA into the seed, then run again on every host"),
          rule(
              "incompatible key usage",
              "a certificate is not for both serverAuth and clientAuth",
              "issue it again with both, put it into the seed, run again"),
          rule(
              "x509: certificate is valid for .*, not .*|doesn't contain any IP SANs"
                  + "|does not match any of DNSNames",
              "a host calls from, or answers at, an address that its certificate does not name",
              "issue it again with that address among its SANs, put it into the seed, run again"),
          rule(
              "remote error: tls: ",
              "the other side refuses this host's certificate",
              "read the other side's log: it names the reason"),
          rule(
              "mvcc: database space exceeded|etcdserver: no space",
              "the database has reached its quota",
              "compact, defragment each member, disarm the alarm: `status` shows the commands"),
          rule(
              "found data inconsistency with peers",
              "its data and a peer's differ, and etcd does not say whose is wrong",
              "`etcdctl endpoint hashkv --cluster` shows it: stop etcd on the host whose hash is"
                  + " not the majority's, move the `member` folder of its data aside, run"
                  + " etcd-bootstrap there"),
          rule(
              "etcdserver: corrupt cluster",
              "the members' data differ, and the alarm CORRUPT is raised",
              "replace the member that differs, then disarm: `status` shows the commands"),
          rule(
              "expected IP in URL for binding",
              "a URL to listen on has a name instead of an address",
              "run etcd-bootstrap on this host: it writes conf.yml anew"),
          rule(
              "error unmarshaling JSON|error converting YAML|failed to verify flags",
              "it cannot read its configuration",
              "run etcd-bootstrap on this host: it writes conf.yml anew; a value of the seed's"
                  + " conf.yml.in or tuning may be what is wrong"),
          rule(
              LOCKED,
              "another etcd has this data open",
              "stop it: `fuser /var/lib/etcd/member/snap/db` names it"),
          rule(
              "no such host",
              "a member's name is unknown to this machine's resolver",
              "put it into the DNS, or set `manage-hosts: true` in cluster.yml, then run again"),
          rule(
              "address already in use",
              "another program listens on its port",
              "stop it: `netstat -lntp` names it"),
          rule(
              "cannot assign requested address",
              "its address is on no interface of this host",
              "put the interface up, or correct the address in cluster.yml, then run again"),
          rule(
              "no space left on device",
              "the disk is full",
              "make room (`df -h` shows where), then run again"),
          rule(
              "permission denied|read-only file system",
              "it may not read or write a file that it needs",
              "run etcd-bootstrap on this host: it gives etcd its files back; a card that turned"
                  + " read-only must be replaced"),
          rule(
              "no such file or directory",
              "a file that its configuration names is missing",
              "run etcd-bootstrap on this host: it puts it back"));

  private LogCauses() {}

  private record Rule(Pattern seen, String cause, String remedy) {}

  private static Rule rule(String seen, String cause, String remedy) {
    return new Rule(Pattern.compile(seen), cause, remedy);
  }

  static EtcdLog of(List<LogLine> log, List<LogLine> service) {
    Optional<String> corrupt = corrupt(log, service).map(LogCauses::shown);
    Optional<Problem> cause =
        corrupt
            .map(words -> new Problem("its data is corrupt: it says \"" + words + "\"", REPLACE))
            .or(() -> refusal(service))
            .or(() -> known(log, service))
            .or(() -> lastWords(log, service));
    return new EtcdLog(corrupt, cause);
  }

  private static Optional<String> corrupt(List<LogLine> log, List<LogLine> service) {
    return Stream.of(log, service)
        .flatMap(lines -> newest(lines, l -> l.isBad() || l.isPlain()))
        .filter(l -> CORRUPT.matcher(l.text()).find())
        .findFirst()
        .map(LogLine::text)
        .or(() -> faultInDatabase(service))
        .or(() -> HashCheck.outvoted(log))
        .or(() -> HashCheck.outvoted(service));
  }

  private static Optional<String> faultInDatabase(List<LogLine> service) {
    for (int i = 0; i < service.size(); i++) {
      if (FAULT.matcher(service.get(i).text()).matches()) {
        return service.subList(i, Math.min(service.size(), i + TRACE)).stream()
                .anyMatch(l -> l.text().startsWith(DATABASE))
            ? Optional.of(service.get(i).text() + " in " + DATABASE.replaceAll("\\.$", ""))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> refusal(List<LogLine> service) {
    return service.stream()
        .findFirst()
        .filter(l -> l.isAttempt() && !l.isStart() && !l.isRun())
        .map(l -> l.text().replaceFirst("^\\S+ ", "").split("; run etcd-bootstrap", 2)[0])
        .map(why -> new Problem(shown(why), "run etcd-bootstrap on this host"));
  }

  /** What ended it says more than what it complained of on the way. */
  private static Optional<Problem> known(List<LogLine> log, List<LogLine> service) {
    return Stream.<Predicate<LogLine>>of(
            LogLine::isLast,
            LogLine::isBad,
            l -> l.level().equals("warn"),
            l -> l.text().startsWith(LOCKED))
        .flatMap(kind -> Stream.of(service, log).flatMap(lines -> newest(lines, kind)))
        .flatMap(
            l ->
                RULES.stream()
                    .filter(r -> r.seen().matcher(l.text()).find())
                    .map(r -> new Problem(r.cause() + ": \"" + shown(l.text()) + "\"", r.remedy())))
        .findFirst();
  }

  private static Optional<Problem> lastWords(List<LogLine> log, List<LogLine> service) {
    return last(log, LogLine::isLast)
        .or(() -> last(service, LogLine::isLast))
        .or(() -> last(service, l -> l.text().startsWith("panic: ")))
        .or(() -> last(service, l -> l.text().startsWith("fatal error: ")))
        .or(() -> last(log, LogLine::isBad))
        .or(() -> last(service, LogLine::isBad))
        .map(
            l ->
                new Problem(
                    "it says \"" + shown(l.text()) + "\"", "fix what it names, then run again"));
  }

  private static Optional<LogLine> last(List<LogLine> lines, Predicate<LogLine> which) {
    return newest(lines, which).findFirst();
  }

  private static Stream<LogLine> newest(List<LogLine> lines, Predicate<LogLine> which) {
    return IntStream.range(0, lines.size())
        .mapToObj(i -> lines.get(lines.size() - 1 - i))
        .filter(which);
  }

  private static String shown(String text) {
    return Shown.text(text, LONGEST);
  }
}
