package io.github.etcdbootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Certificates.Depth;
import io.github.etcdbootstrap.plan.Certificates.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seed as its owner makes it, by cfssl itself. */
class CfsslSeedTest {
  @TempDir Path folder;

  @Test
  void isGoodAsItIs() throws IOException, InterruptedException {
    TestSeed seed = cfsslSeed();
    assertThat(seed.files.get("client-key.pem").text()).startsWith("-----BEGIN EC PRIVATE KEY");
    Verdict verdict =
        new CertificateCheck(seed, TestSeed.at(Instant.now())).check(TestSeed.config(), Depth.FULL);
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.warnings()).isEmpty();
    assertThat(verdict.start()).isBefore(Instant.now());
  }

  @Test
  void itsServerCertificateCoversTheServiceAndAddressesButNoHostsName()
      throws IOException, InterruptedException {
    Content server = cfsslSeed().files.get("server.pem");
    assertThat(ServerNames.covers(server, "etcd.edge.huatai.me")).isTrue();
    assertThat(ServerNames.covers(server, "192.168.7.13")).isTrue();
    assertThat(ServerNames.covers(server, "x-k3s-m-1.edge.huatai.me")).isFalse();
  }

  private TestSeed cfsslSeed() throws IOException, InterruptedException {
    Path script = Path.of("../test-fixtures/seeds/cfssl-seed");
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(p -> Files.exists(Path.of(p, "cfssljson")));
    assumeTrue(installed && Files.exists(script), "cfssl is installed by test-fixtures/packages");
    Path made = folder.resolve("seed");
    Process process =
        new ProcessBuilder(script.toString(), made.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    TestSeed seed = new TestSeed();
    try (Stream<Path> files = Files.list(made)) {
      for (Path file : files.toList()) {
        seed.files.put(file.getFileName().toString(), Content.of(Files.readAllBytes(file)));
      }
    }
    return seed;
  }
}
