package io.github.etcdbootstrap.openrc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.openrc.GuardedHost.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a start says of certificates, and does for a pair whose replacement was cut. */
class CertificatesAtStartTest extends GuardedStart {
  @Test
  void aCertificateThatEndsSoonIsSaidAtEachStart() throws Exception {
    host.withLog();
    certificate("x-k3s-m-1", 59);
    certificate("client", 61);
    certificate("ca", 36500);
    Files.writeString(host.conf.resolveSibling("server.pem"), "-----BEGIN CERTIFICATE-----\nAA\n");

    Ended check = host.ended("--check");
    assertThat(check.status()).isZero();
    assertThat(check.output())
        .containsPattern("/x-k3s-m-1.pem ends in 5[89] days: renew it in the seed .certs renew.")
        .doesNotContain("client.pem", "ca.pem", "server.pem");

    assertThat(host.ended().output().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("etcd-run: starting etcd");
  }

  /** Its base64 has END on most of its lines, which is no end. */
  @Test
  void whatACertificateHoldsIsNotTakenForItsFrame() throws Exception {
    host.withLog();
    certificate("XCCXCC-XCCXCC-XCCXCC", 5);
    Path made = host.conf.resolveSibling("XCCXCC-XCCXCC-XCCXCC.pem");
    assertThat(Files.readAllLines(made)).anyMatch(line -> line.matches("[A-Za-z0-9+/]*END.*"));
    assertThat(host.ended("--check").output()).containsPattern(made + " ends in [45] days: ");
  }

  @Test
  void aCertificateThatHasEndedIsSaidSo() throws Exception {
    host.withLog();
    String dates =
        Base64.getEncoder().encodeToString("\n260101000000Z\n260105000000Z\n".getBytes());
    Files.writeString(
        host.conf.resolveSibling("client.pem"),
        "-----BEGIN CERTIFICATE-----\n" + dates + "\n-----END CERTIFICATE-----\n");
    assertThat(host.ended("--check").output())
        .containsPattern("/client.pem ended [0-9]+ days ago: renew it");
  }

  private void certificate(String name, int days) throws Exception {
    Process openssl =
        new ProcessBuilder(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -text"
                    .concat(" -subj /O=2026/CN=" + name + " -days " + days)
                    .concat(" -keyout " + name + "-key.pem -out " + name + ".pem")
                    .split(" "))
            .directory(host.conf.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    openssl.getInputStream().readAllBytes();
    assertThat(openssl.waitFor()).isZero();
  }

  /** Wherever a run was cut in replacing a pair, a boot leaves one that matches. */
  @ParameterizedTest
  @CsvSource({
    "'', old old",
    "key, old old",
    "key certificate, new new",
    "key certificate KEY, new new",
    "key certificate KEY CERTIFICATE, new new",
    "certificate KEY CERTIFICATE, new new",
    "certificate KEY, new new",
  })
  void aPairWhoseReplacementWasCutIsFinished(String done, String expected) throws Exception {
    pair("x.pem", "old", "x-key.pem", "old");
    if (done.contains("key")) {
      pair(".x-key.pem-next", "new");
    }
    if (done.contains("certificate")) {
      pair(".x.pem-next", "new");
    }
    if (done.contains("KEY")) {
      pair("x-key.pem", "new");
    }
    if (done.contains("CERTIFICATE")) {
      pair("x.pem", "new");
    }

    Ended finished = host.ended("--finish");

    assertThat(finished.status()).isZero();
    boolean cut = done.contains("certificate");
    assertThat(finished.output())
        .matches(cut ? "2.*Z etcd-run: put .*/x.pem and its key in place: .* been cut" : "");
    assertThat(text("x.pem") + " " + text("x-key.pem")).isEqualTo(expected);
    assertThat(host.root.resolve(".x.pem-next")).doesNotExist();
    assertThat(host.starts()).isEmpty();
    assertThat(host.ended("--finish").output()).isEmpty();
  }

  /** Who cannot put it in place, as etcd's own user, says why etcd may not come up. */
  @Test
  void aPairWhoseReplacementWasCutIsSaidAtTheStart() throws Exception {
    host.withLog();
    pair("x.pem", "old", "x-key.pem", "new", ".x.pem-next", "new");

    assertThat(host.ended().output().lines())
        .first()
        .asString()
        .matches(
            "2.*Z etcd-run: the replacement of .*/x.pem and its key was cut, so they may not match:"
                + " run etcd-bootstrap on this host: java -jar etcd-bootstrap.jar");
    assertThat(host.starts()).hasSize(1);
  }

  private void pair(String... namesAndTexts) throws IOException {
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      Files.writeString(host.root.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
    }
  }

  private String text(String name) throws IOException {
    return Files.readString(host.root.resolve(name));
  }
}
