package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Certificates.Depth;
import io.github.etcdbootstrap.plan.Certificates.Verdict;
import io.github.etcdbootstrap.text.Problem;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
  private static final TestAuthority CA = TestAuthority.named("test CA");
  private static final String[] PEER_HOSTS = {"x-k3s-m-1.edge.huatai.me", "192.168.7.11"};

  private final TestSeed seed = TestSeed.good(CA);

  @Test
  void findsNothingWrongWithTheOwnersSeed() {
    assertThat(check())
        .isEqualTo(new Verdict(List.of(), List.of(), List.of(), List.of(), TestAuthority.FROM));
  }

  @Test
  void saysWhatEndsWithinSixtyDays() {
    seed.put(
        "client",
        CA.request()
            .usages(KeyPurposeId.id_kp_clientAuth)
            .valid(TestAuthority.FROM, TestAuthority.NOW.plus(Duration.ofDays(60)))
            .issue());
    assertThat(check().ending()).isEmpty();
    seed.put(
        "client",
        CA.request()
            .usages(KeyPurposeId.id_kp_clientAuth)
            .valid(TestAuthority.FROM, TestAuthority.NOW.plus(Duration.ofDays(59)))
            .issue());
    assertThat(check().problems()).isEmpty();
    assertThat(check().ending())
        .singleElement()
        .asString()
        .startsWith("/seed/client.pem: ends on 2027-01-21T00:00:00Z, in 59 days: renew it ");
    assertThat(
            new CertificateCheck(seed, TestSeed.at(TestAuthority.NOW))
                .check(TestSeed.config(), Depth.UNCHANGED)
                .ending())
        .hasSize(1);
  }

  /** As a server shows it: whatever stands before it in the file, and behind it. */
  @Test
  void theSumIsThatOfTheFirstCertificateInAFile() {
    TestAuthority.Issued first = CA.request().issue();
    CertificateCheck check = new CertificateCheck(seed, TestSeed.at(TestAuthority.NOW));

    assertThat(check.sum(Content.of("text\n" + first.pem() + CA.pem().text())))
        .contains(Sha256.of(der(first)));
    assertThat(check.sum(Content.of("-----BEGIN CERTIFICATE-----\nAAAA\n"))).isEmpty();
  }

  private static byte[] der(TestAuthority.Issued issued) {
    try {
      return issued.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesKeysOfAnyFormAndRsa() {
    TestAuthority.Issued rsa = CA.request(TestAuthority.rsaKey()).hosts(PEER_HOSTS).issue();
    seed.put("x-k3s-m-1", rsa);
    seed.files.put(
        "client-key.pem", CA.request().usages(KeyPurposeId.id_kp_clientAuth).issue().pkcs8());
    assertThat(check().problems()).hasSize(1);
    assertSays("/seed/client-key.pem: is not the key of /seed/client.pem");
  }

  @Test
  void namesEveryMissingFile() {
    seed.files.clear();
    assertThat(check().problems())
        .extracting(Problem::cause)
        .containsExactlyInAnyOrderElementsOf(
            TestSeed.config().certificates().all().stream()
                .map(f -> "/seed/" + f + ": is missing")
                .toList());
  }

  @Test
  void reportsAllAtOnce() {
    seed.put("server", CA.request().usages(KeyPurposeId.id_kp_serverAuth).issue());
    assertSays("server.pem: lacks the usage clientAuth: etcd's gRPC gateway");
    assertSays("server.pem: does not cover 192.168.7.11 (it covers none)");
    assertSays("server.pem: does not cover 127.0.0.1");
    assertThat(check().warnings()).singleElement().asString().contains("etcd.edge.huatai.me");
    assertThat(check().problems()).hasSize(3);
  }

  @Test
  void wantsServerAuthOfAPeer() {
    seed.put(
        "x-k3s-m-1", CA.request().usages(KeyPurposeId.id_kp_clientAuth).hosts(PEER_HOSTS).issue());
    assertSays("x-k3s-m-1.pem: lacks the usage serverAuth");
    assertThat(check().problems()).hasSize(1);
  }

  @Test
  void wantsClientAuthOfAClientOnly() {
    seed.put("client", CA.request().usages(KeyPurposeId.id_kp_serverAuth).issue());
    assertSays("client.pem: lacks the usage clientAuth");
    seed.put("client", CA.request().usages().issue());
    assertThat(check().problems()).isEmpty();
  }

  @Test
  void wantsTheRightToSign() {
    seed.put(
        "x-k3s-m-1", CA.request().keyUsage(KeyUsage.keyEncipherment).hosts(PEER_HOSTS).issue());
    assertSays("x-k3s-m-1.pem: lacks the usage digitalSignature");
  }

  @Test
  void showsClockAndBoundsOfAnExpiredOne() {
    Instant end = Instant.parse("2026-02-01T00:00:00Z");
    seed.put("x-k3s-m-1", CA.request().valid(TestAuthority.FROM, end).hosts(PEER_HOSTS).issue());
    assertSays(
        "x-k3s-m-1.pem: is valid from 2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z, but this host's"
            + " clock says 2026-11-23T00:00:00Z");
  }

  @Test
  void suggestsTheClockBeforeTheirTimeAndNamesTheAuthorityOnce() {
    Verdict verdict = check(Instant.parse("2022-01-01T00:00:00Z"));
    assertThat(verdict.problems())
        .hasSize(4)
        .allSatisfy(p -> assertThat(p.remedy()).startsWith("set the clock"))
        .extracting(p -> p.cause().split(":")[0])
        .containsOnlyOnce("/seed/ca.pem");
    assertThat(verdict.early()).isEqualTo(verdict.problems());
  }

  @Test
  void knowsWhatIsWrongWhateverTheTime() {
    seed.put("x-k3s-m-1", TestAuthority.named("another CA").request().hosts(PEER_HOSTS).issue());
    Verdict early = check(Instant.parse("2022-01-01T00:00:00Z"));
    assertThat(early.problems()).containsAll(early.early()).containsAll(check().problems());
    assertThat(early.early()).isNotEmpty().doesNotContainAnyElementsOf(check().problems());
  }

  /** Before all of them are valid nothing can connect: that is what the clock is measured by. */
  @Test
  void tellsSinceWhenAllAreValid() {
    Instant late = Instant.parse("2026-03-01T00:00:00Z");
    seed.put("client", CA.request().valid(late, TestAuthority.NOW.plusSeconds(60)).issue());

    assertThat(check().start()).isEqualTo(late);
    assertThat(check(seed, TestAuthority.NOW, Depth.UNCHANGED).start()).isEqualTo(late);
  }

  @Test
  void asksOfUnchangedFilesOnlyWhatTimeCanChange() {
    seed.put("x-k3s-m-1", TestAuthority.named("another CA").request().hosts(PEER_HOSTS).issue());
    assertThat(check(seed, TestAuthority.NOW, Depth.UNCHANGED).problems()).isEmpty();
    Instant late = Instant.parse("2099-01-01T00:00:00Z");
    assertThat(check(seed, late, Depth.UNCHANGED).problems())
        .extracting(p -> p.cause().split(":")[0])
        .containsExactlyInAnyOrder(
            "/seed/x-k3s-m-1.pem", "/seed/server.pem", "/seed/client.pem", "/seed/ca.pem");
  }

  @Test
  void tellsAnotherAuthorityFromOneOfTheSameName() {
    seed.files.put("ca.pem", TestAuthority.named("other CA").pem());
    assertSays("client.pem: was issued by CN=test CA, which is not in /seed/ca.pem");
    seed.files.put("ca.pem", TestAuthority.named("test CA").pem());
    assertSays(
        "client.pem: is signed by a different key than that of /seed/ca.pem, of the same"
            + " name");
  }

  @Test
  void followsAnIntermediate() {
    TestAuthority middle = TestAuthority.of(CA.request().name("middle").authority());
    TestAuthority.Issued peer = middle.request().hosts(PEER_HOSTS).issue();
    seed.put("x-k3s-m-1", peer);
    assertSays("x-k3s-m-1.pem: was issued by CN=middle");
    seed.files.put("x-k3s-m-1.pem", Content.of(peer.pem() + middle.own().pem()));
    assertThat(check().problems()).isEmpty();
  }

  @Test
  void refusesIssuersThatMayNotIssue() {
    TestAuthority leaf = TestAuthority.of(CA.request().name("leaf CA"));
    TestAuthority.Issued peer = leaf.request().hosts(PEER_HOSTS).issue();
    seed.put("x-k3s-m-1", peer);
    seed.files.put("x-k3s-m-1.pem", Content.of(peer.pem() + leaf.own().pem()));
    assertSays("`CN=leaf CA` is not an authority's certificate");
    assertSays("`CN=leaf CA` may not sign certificates");
  }

  @Test
  void countsTheLengthOfThePath() {
    TestAuthority root =
        TestAuthority.of(TestAuthority.selfSigned("short CA").constraints(new BasicConstraints(0)));
    TestSeed good = TestSeed.good(root);
    assertThat(check(good, TestAuthority.NOW).problems()).isEmpty();
    TestAuthority middle = TestAuthority.of(root.request().name("middle").authority());
    TestAuthority.Issued client = middle.request().issue();
    good.put("client", client);
    good.files.put("client.pem", Content.of(client.pem() + middle.own().pem()));
    assertThat(check(good, TestAuthority.NOW).problems())
        .singleElement()
        .extracting(Problem::cause)
        .isEqualTo("/seed/ca.pem: `CN=short CA` allows only 0 below it (pathlen)");
  }

  @Test
  void wantsThePeersAddressAndAdvertisedName() {
    seed.put("x-k3s-m-1", CA.request().hosts("x-k3s-m-1", "127.0.0.1").issue());
    assertSays("x-k3s-m-1.pem: does not cover 192.168.7.11 (it covers 127.0.0.1, x-k3s-m-1): etcd");
    assertSays("x-k3s-m-1.pem: does not cover x-k3s-m-1.edge.huatai.me");
    seed.put("x-k3s-m-1", CA.request().hosts("*.edge.huatai.me", "192.168.7.11").issue());
    assertThat(check().problems()).isEmpty();
  }

  @Test
  void aNameIsNoAddress() {
    seed.put("x-k3s-m-1", CA.request().hosts("*.168.7.11", "x-k3s-m-1.edge.huatai.me").issue());
    assertSays("does not cover 192.168.7.11");
  }

  @Test
  void goesOnAfterAFileThatCannotBeRead() {
    seed.files.put("ca.pem", Content.of("garbage"));
    seed.files.put("server-key.pem", seed.files.get("server.pem"));
    seed.put("x-k3s-m-1", CA.request().hosts("nobody").issue());
    assertSays("/seed/ca.pem: holds no PEM");
    assertSays("/seed/server-key.pem: is a certificate, expected a private key");
    assertSays("/seed/x-k3s-m-1.pem: does not cover 192.168.7.11");
  }

  private Verdict check() {
    return check(TestAuthority.NOW);
  }

  private Verdict check(Instant now) {
    return check(seed, now);
  }

  private static Verdict check(TestSeed seed, Instant now) {
    return check(seed, now, Depth.FULL);
  }

  private static Verdict check(TestSeed seed, Instant now, Depth depth) {
    return new CertificateCheck(seed, TestSeed.at(now)).check(TestSeed.config(), depth);
  }

  private void assertSays(String cause) {
    assertThat(check().problems()).extracting(Problem::cause).anyMatch(c -> c.contains(cause));
  }
}
