package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedCertificatesTest {
  @TempDir Path folder;

  @Test
  void takesTheOwnersNames() throws IOException {
    put("x-1", "server", "client");
    assertThat(files("x-1", "x-1")).isEqualTo(new CertificateFiles("x-1.pem", "server.pem"));
  }

  @Test
  void prefersTheMembersOwnServerCertificate() throws IOException {
    put("x-1", "x-1-server", "server", "client");
    assertThat(files("x-1", "x-1").server()).isEqualTo("x-1-server.pem");
  }

  @Test
  void findsShortNamesForFullMembersAndFullForShort() throws IOException {
    put("x-1", "x-2.edge", "server", "client");
    assertThat(files("x-1.edge", "x-1.edge").peer()).isEqualTo("x-1.pem");
    assertThat(files("x-2", "x-2").peer()).isEqualTo("x-2.edge.pem");
  }

  @Test
  void aShortNameOfTwoMembersIsNobodys() throws IOException {
    put("x-1", "server", "client");
    assertThat(missing("x-1.edge, x-1.core", "x-1.edge"))
        .containsExactly(
            at("x-1.edge.pem") + ": is missing (the peer certificate, with x-1.edge-key.pem)");
  }

  @Test
  void namesAllThatIsMissing() throws IOException {
    Files.writeString(folder.resolve("client.pem"), "");
    assertThat(missing("x-1", "x-1"))
        .containsExactly(
            at("x-1.pem")
                + " or "
                + at("x-1.edge.pem")
                + ": is missing (the peer certificate, with x-1-key.pem)",
            at("x-1-server.pem")
                + " or "
                + at("x-1.edge-server.pem")
                + " or "
                + at("server.pem")
                + ": is missing (the server certificate, with x-1-server-key.pem)",
            at("client-key.pem") + ": is missing (the key of client.pem)",
            at("ca.pem") + ": is missing (the certificate of the authority)");
  }

  /** A card that was moved to another host: what is missing there is not the owner's mistake. */
  @Test
  void ofACopyOnTheCardNothingIsToBeCopied() throws IOException {
    put("x-1", "server", "client");
    Path copy = Files.createDirectories(folder.resolve("var/lib/etcd-bootstrap")).resolve("seed");
    Files.createSymbolicLink(copy, folder);
    Files.writeString(folder.resolve(ClusterSpec.FILE), "");
    Seed kept = KeptSeed.on(folder, "no seed found").orElseThrow();

    BadInput missing =
        catchThrowableOfType(
            BadInput.class,
            () -> SeedCertificates.of(kept, spec("x-1, x-2"), new MemberName("x-2")));

    assertThat(missing.problems())
        .extracting(Problem::remedy)
        .containsExactly(
            "the copy kept on this card is another member's, or not whole: plug in the seed, then"
                + " run again");
  }

  private void put(String... names) throws IOException {
    Files.writeString(folder.resolve("ca.pem"), "");
    for (String name : names) {
      Files.writeString(folder.resolve(name + ".pem"), "");
      Files.writeString(folder.resolve(name + "-key.pem"), "");
    }
  }

  private String at(String file) {
    return folder.resolve(file).toString();
  }

  private Iterable<String> missing(String members, String self) {
    return catchThrowableOfType(BadInput.class, () -> files(members, self)).problems().stream()
        .map(Problem::cause)
        .toList();
  }

  private CertificateFiles files(String members, String self) {
    return SeedCertificates.of(FolderSeed.of(folder), spec(members), new MemberName(self));
  }

  private static ClusterSpec spec(String members) {
    StringBuilder text = new StringBuilder("cluster: c\ndomain: edge\nmembers:\n");
    int number = 1;
    for (String name : members.split(", ")) {
      text.append("  %s: 10.0.0.%d\n".formatted(name, number++));
    }
    return ClusterFile.read("cluster.yml", Content.of(text.toString()));
  }
}
