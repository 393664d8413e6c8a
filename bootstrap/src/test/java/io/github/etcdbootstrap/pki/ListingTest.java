package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final TestAuthority CA = TestAuthority.named("test CA");
  private static final Instant SOON = TestAuthority.NOW.plus(Duration.ofDays(20));
  private static final Duration MONTH = Duration.ofDays(30);

  private final TestSeed seed = TestSeed.good(CA);

  @Test
  void allAreGoodForAMonth() {
    assertThat(endingSoon()).isEmpty();
  }

  @Test
  void anIntermediateThatEndsSoonEndsWhatItHasIssued() {
    TestAuthority.Issued between =
        CA.request().name("between").authority().valid(TestAuthority.FROM, SOON).issue();
    TestAuthority.Issued client =
        TestAuthority.by(between.certificate(), between.pair())
            .request()
            .usages(KeyPurposeId.id_kp_clientAuth)
            .issue();
    seed.put("client", client);
    seed.files.put("client.pem", Content.of(client.pem() + between.pem()));
    assertThat(endingSoon()).containsExactly("client.pem");
    assertThat(row("client.pem").certificate().orElseThrow().to()).isEqualTo(SOON);
  }

  @Test
  void ofSeveralAuthoritiesThoseCountThatHaveIssued() {
    TestAuthority old =
        TestAuthority.of(TestAuthority.selfSigned("old CA").valid(TestAuthority.FROM, SOON));
    seed.files.put("ca.pem", Content.of(CA.pem().text() + old.pem().text()));
    assertThat(endingSoon()).isEmpty();
    seed.put("client", old.request().usages(KeyPurposeId.id_kp_clientAuth).issue());
    assertThat(endingSoon()).containsExactly("ca.pem");
  }

  private List<String> endingSoon() {
    return rows().stream()
        .filter(row -> !row.isGoodFor(MONTH, TestAuthority.NOW))
        .map(Listing.Row::file)
        .toList();
  }

  private Listing.Row row(String file) {
    return rows().stream().filter(row -> row.file().equals(file)).findFirst().orElseThrow();
  }

  private List<Listing.Row> rows() {
    return new Listing(seed, TestSeed.at(TestAuthority.NOW))
        .add(HostCertificates.of(TestSeed.config()))
        .rows();
  }
}
