package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfLintTest {
  private static final String GOOD =
      """
      name: "x-k3s-m-1"
      data-dir: "/var/lib/etcd"
      initial-cluster-state: "existing"
      heartbeat-interval: 500
      election-timeout: 5000
      log-outputs: ["/var/log/etcd/etcd.log"]
      enable-log-rotation: true
      client-transport-security:
        cert-file: "/etc/etcd/server.pem"
        client-cert-auth: true
      """;

  @Test
  void aFinishedFilePasses() {
    assertThatCode(() -> ConfLint.check("conf.yml", GOOD, EtcdVersion.DEFAULT))
        .doesNotThrowAnyException();
  }

  @Test
  void everyProblemIsFoundWithItsLine() {
    assertThat(
            problems(
                """
                name: NODENAME
                tls-min-version: TLS1.2
                snapshot-count: "1"
                nmae: x
                client-transport-security:
                  cert-fiel: x
                  client-cert-auth: "true"
                  key-file: /etc/${X}
                """))
        .containsExactly(
            "conf.yml:1: `name` still has the placeholder NODENAME",
            "conf.yml:2: `tls-min-version` is unknown to etcd 3.5.2",
            "conf.yml:3: `snapshot-count` is a string (1), expected a whole number",
            "conf.yml:4: `nmae` is unknown to etcd 3.5.2",
            "conf.yml:6: `client-transport-security.cert-fiel` is unknown to etcd 3.5.2",
            "conf.yml:7: `client-transport-security.client-cert-auth` is a string (true), expected"
                + " true or false",
            "conf.yml:8: `client-transport-security.key-file` still has the placeholder ${X}");
  }

  @Test
  void keysThatDependOnOthersAreCheckedWithEtcdsDefaults() {
    assertThat(problems("heartbeat-interval: 500\n"))
        .containsExactly(
            "conf.yml:1: `heartbeat-interval` does not fit: election-timeout is 1000, but must be"
                + " at least 5 times heartbeat-interval, which is 500");
    assertThat(problems("enable-log-rotation: true\n"))
        .containsExactly(
            "conf.yml:1: `enable-log-rotation` is true, but log-outputs names 0 files");
    assertThat(problems("experimental-enable-lease-checkpoint-persist: true\n")).hasSize(1);
    assertThat(problems("log-outputs: [default, /a]\n")).hasSize(1);
  }

  private static List<String> problems(String text) {
    BadInput bad =
        catchThrowableOfType(
            BadInput.class, () -> ConfLint.check("conf.yml", text, EtcdVersion.DEFAULT));
    return bad.problems().stream().map(Problem::cause).toList();
  }
}
