package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.Setting;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateLintTest {
  private static final Path OWNERS = Path.of("../test-fixtures/seeds/owner/conf.yml.in");
  private static final Map<String, String> PLACEHOLDERS =
      Map.of("NODENAME", "x-k3s-m-1", "NODEIP", "192.168.7.11", "DOMAIN", "edge.huatai.me");
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("name", "x-k3s-m-1"),
          Map.entry("data-dir", "/var/lib/etcd"),
          Map.entry("listen-peer-urls", "https://192.168.7.11:2380"),
          Map.entry("listen-client-urls", "https://127.0.0.1:2379,https://192.168.7.11:2379"),
          Map.entry("initial-advertise-peer-urls", "https://x-k3s-m-1.edge.huatai.me:2380"),
          Map.entry("advertise-client-urls", "https://192.168.7.11:2379"),
          Map.entry("initial-cluster-state", "existing"),
          Map.entry("client-transport-security.cert-file", "/etc/etcd/server.pem"),
          Map.entry("client-transport-security.key-file", "/etc/etcd/server-key.pem"),
          Map.entry("client-transport-security.client-cert-auth", "true"),
          Map.entry("client-transport-security.trusted-ca-file", "/etc/etcd/ca.pem"),
          Map.entry("peer-transport-security.cert-file", "/etc/etcd/x-k3s-m-1.pem"),
          Map.entry("peer-transport-security.key-file", "/etc/etcd/x-k3s-m-1-key.pem"),
          Map.entry("peer-transport-security.client-cert-auth", "true"),
          Map.entry("peer-transport-security.trusted-ca-file", "/etc/etcd/ca.pem"));

  @Test
  void theOwnersSampleWorksAsItIs() throws IOException {
    LintedTemplate linted = lint(Files.readString(OWNERS));

    assertThat(linted.settings())
        .extracting(setting -> setting.key() + " = " + setting.shown())
        .containsExactly(
            "snapshot-count = 5000",
            "heartbeat-interval = 100",
            "election-timeout = 1000",
            "quota-backend-bytes = 0",
            "max-snapshots = 5",
            "max-wals = 5",
            "log-level = debug",
            "logger = zap",
            "log-outputs = stderr",
            "auto-compaction-mode = periodic",
            "auto-compaction-retention = 1",
            "pre-vote = true");
    assertThat(String.join("\n", linted.warnings()) + "\n")
        .isEqualTo(
            """
            conf.yml.in:11: `wal-dir` left out: it has no value
            conf.yml.in:37: `cors` left out: it has no value
            conf.yml.in:42: `advertise-client-urls` is https://x-k3s-m-1.edge.huatai.me:2379 here; this program sets https://192.168.7.11:2379
            conf.yml.in:45: `discovery` left out: it has no value
            conf.yml.in:48: `discovery-fallback` left out: members would be looked up elsewhere than in cluster.yml
            conf.yml.in:50: `discovery-proxy` left out: it has no value
            conf.yml.in:52: `discovery-srv` left out: it has no value
            conf.yml.in:60: `initial-cluster-state` is new here; this program sets existing
            conf.yml.in:62: `strict-reconfig-check` left out: without it a change of members can end the quorum
            conf.yml.in:65: `enable-v2` left out: it serves the old API, whose data no snapshot holds
            conf.yml.in:68: `enable-pprof` left out: it shows memory and profiles to every client
            conf.yml.in:71: `proxy` left out: an old kind of proxy, in which this host would be no member
            conf.yml.in:74: `proxy-failure-wait` left out: an old kind of proxy, in which this host would be no member
            conf.yml.in:76: `proxy-refresh-interval` left out: an old kind of proxy, in which this host would be no member
            conf.yml.in:78: `proxy-dial-timeout` left out: an old kind of proxy, in which this host would be no member
            conf.yml.in:80: `proxy-write-timeout` left out: an old kind of proxy, in which this host would be no member
            conf.yml.in:82: `proxy-read-timeout` left out: an old kind of proxy, in which this host would be no member
            conf.yml.in:111: `self-signed-cert-validity` left out: it is for certificates of etcd's own making
            conf.yml.in:114: `log-level` is debug: that writes a lot, and cards wear out; info is enough
            conf.yml.in:122: `force-new-cluster` left out: it cuts this member off from the others for good
            conf.yml.in:132: `cipher-suites` left out: none of them works with ECDSA certificates
            conf.yml.in:138: `tls-min-version` left out: etcd 3.5.2 does not know it, 3.5.8 does
            conf.yml.in:139: `tls-max-version` left out: etcd 3.5.2 does not know it, 3.5.8 does
            """);
  }

  @Test
  void whatIsUnknownOrMistypedIsAllReportedWithItsLine() {
    assertThat(
            problems(
                """
                snapshot-cuont: 1
                log-outputs: stderr
                auto-compaction-retention: 1
                quota-backend-bytes: "0"
                grpc-keepalive-interval: 4h
                log-rotation-config-json: '${X}'
                host-whitelist: NODE1,NODE4
                peer-transport-security:
                  cert-fiel: x
                heartbeat-interval: 500
                election-timeout: 1000
                """))
        .containsExactly(
            "conf.yml.in:1: `snapshot-cuont` is unknown to etcd 3.5.2",
            "conf.yml.in:2: `log-outputs` is a string (stderr), expected a list of strings",
            "conf.yml.in:3: `auto-compaction-retention` is a whole number (1), expected a string",
            "conf.yml.in:4: `quota-backend-bytes` is a string (0), expected a whole number",
            "conf.yml.in:5: `grpc-keepalive-interval` is a string (4h), expected a whole number of"
                + " nanoseconds",
            "conf.yml.in:6: `log-rotation-config-json` has the placeholder ${X}, which stands for"
                + " nothing here",
            "conf.yml.in:7: `host-whitelist` has the placeholder NODE1, which stands for nothing"
                + " here",
            "conf.yml.in:9: `peer-transport-security.cert-fiel` is unknown to etcd 3.5.2",
            "conf.yml.in:11: `election-timeout` does not fit: election-timeout is 1000, but must"
                + " be at least 5 times heartbeat-interval, which is 500");
  }

  @Test
  void aProgramsKeyIsSpokenOfOnlyWhereItsValueWouldBeAnother() {
    LintedTemplate linted =
        lint(
            """
            name: NODENAME
            data-dir: /data
            listen-client-urls: https://NODEIP:2379, https://127.0.0.1:2379
            initial-cluster: NODE7=https://NODE7:2380
            initial-cluster-token: mine
            client-transport-security:
              client-cert-auth: yes
              cert-file: ${CERT}
              auto-tls: true
            """);

    assertThat(linted.settings()).isEmpty();
    assertThat(linted.warnings())
        .containsExactly(
            "conf.yml.in:2: `data-dir` is /data here; this program sets /var/lib/etcd",
            "conf.yml.in:5: `initial-cluster-token` left out: this program sets it where it is"
                + " needed",
            "conf.yml.in:9: `client-transport-security.auto-tls` left out: it makes certificates"
                + " that nobody can check");
  }

  @Test
  void aWrongTypeOfADroppedKeyIsPartOfItsWarning() {
    assertThat(lint("proxy: off\n").warnings())
        .containsExactly(
            "conf.yml.in:1: `proxy` left out: an old kind of proxy, in which this host would be no"
                + " member; and it is true or false (off), expected a string");
  }

  @Test
  void rsaSuitesAreKeptWithRsaCertificates() {
    String text = "cipher-suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]\n";

    LintedTemplate linted =
        TemplateLint.lint("conf.yml.in", text, Map.of(), Map.of(), EtcdVersion.DEFAULT, false);

    assertThat(linted.settings()).extracting(Setting::key).containsExactly("cipher-suites");
    assertThat(linted.warnings()).isEmpty();
  }

  @Test
  void anOddButValidFileWorks() {
    LintedTemplate linted =
        lint("%YAML 1.1\n---\n{\"pre-vote\": yes,\n 'snapshot-count': 5}\n...\n");

    assertThat(linted.settings())
        .containsExactly(
            Setting.bool("pre-vote", true),
            new Setting("snapshot-count", Setting.Type.INTEGER, List.of("5")));
  }

  private static List<String> problems(String text) {
    BadInput bad = catchThrowableOfType(BadInput.class, () -> lint(text));
    return bad.problems().stream().map(Problem::cause).toList();
  }

  private static LintedTemplate lint(String text) {
    return TemplateLint.lint("conf.yml.in", text, PLACEHOLDERS, OURS, EtcdVersion.DEFAULT, true);
  }
}
