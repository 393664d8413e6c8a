package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeWorld;
import io.github.etcdbootstrap.seed.FolderLock;
import io.github.etcdbootstrap.seed.NewClusterFile;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertsCommandsTest {
  @TempDir Path top;

  private Path seed;

  @BeforeEach
  void make() {
    seed = top.resolve("seed");
    Content clusterYml =
        NewClusterFile.of(
            "x", List.of(Map.entry("a", "10.0.0.1")), Optional.empty(), Optional.empty());
    SeedMaker.quiet(
            OwnersFolder.at(seed.toString()),
            OwnersFolder.at(top.resolve("seed-ca").toString()),
            new SystemClock())
        .make(Optional.of(clusterYml), SeedMaker.TEN_YEARS);
  }

  @Test
  void showsASeedsCertificatesAndThatAllAreGood() {
    FakeSessions.Ran ran = certs("check");
    assertThat(ran.exit()).as(ran.out()).isZero();
    assertThat(ran.out())
        .contains("| ca.pem ", "| a.pem ", "| peer a ", "| a-server.pem ", "| client.pem ")
        .contains("10.0.0.1 127.0.0.1 ::1", "serverAuth clientAuth", "CN=etcd CA,O=x", "| 365")
        .doesNotContain("bad", "ends soon");
  }

  @Test
  void oneThatEndsSoonIsNotGood() {
    FakeSessions.Ran ran = certs("check", "--within", "11y");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("| ends soon |");
  }

  @Test
  void saysItAsJson() throws IOException {
    Files.delete(seed.resolve("client-key.pem"));
    FakeSessions.Ran ran = certs("check", "--json");
    assertThat(ran.exit()).isEqualTo(1);
    JsonObject json = Json.read("out", ran.out()).getAsJsonObject();
    assertThat(json.get("good").getAsBoolean()).isFalse();
    assertThat(json.getAsJsonArray("certificates")).hasSize(4);
    JsonObject client = json.getAsJsonArray("certificates").get(3).getAsJsonObject();
    assertThat(client.get("problems").getAsJsonArray().get(0).getAsString())
        .endsWith("client-key.pem: is missing");
    assertThat(client.get("daysLeft").getAsLong()).isBetween(3651L, 3653L);
  }

  /** It is taken all the same: the exit code says so. */
  @Test
  void warnsOfWhatMaySurprise() throws Exception {
    Files.writeString(
        seed.resolve("cluster.yml"), "service: etcd.example\n", StandardOpenOption.APPEND);
    Files.setPosixFilePermissions(
        seed.resolve("a-key.pem"), PosixFilePermissions.fromString("rw-r-----"));
    FakeSessions.Ran ran = certs("check");
    assertThat(ran.exit()).as(ran.out()).isZero();
    assertThat(ran.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("can be read by other users: chmod 600 " + seed + "/a-key"))
        .anyMatch(line -> line.contains("a-server.pem: does not cover the service name etcd.ex"));
    assertThat(init().err()).contains("can be read by other users: chmod 600 ");
    assertThat(init().out()).startsWith("nothing to make");
  }

  @Test
  void whatIsDamagedIsBad() throws IOException {
    Files.writeString(seed.resolve("a.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    FakeSessions.Ran ran = certs("check");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("bad: " + seed + "/a.pem: is damaged PEM\n  do: ");
  }

  @Test
  void whatIsMissingIsToldAlsoWhereNamesAreCalled() throws IOException {
    Files.writeString(
        seed.resolve("cluster.yml"), "domain: edge.example\n", StandardOpenOption.APPEND);
    Files.delete(seed.resolve("a-server.pem"));
    FakeSessions.Ran ran = certs("check");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("bad: " + seed + "/a-server.pem: is missing\n");
  }

  @Test
  void aFolderThatIsNoSeedIsWrongInput() throws IOException {
    Files.delete(seed.resolve("cluster.yml"));
    assertThat(certs("check").exit()).isEqualTo(2);
    FakeSessions.Ran renew = certs("renew");
    assertThat(renew.exit()).isEqualTo(2);
    assertThat(renew.err())
        .endsWith("  do: name the seed's folder: --seed FOLDER; one is made by seed init\n");
  }

  @Test
  void renewsForTheSameKeys() throws IOException {
    Map<String, Content> before = contents();
    FakeSessions.Ran ran = certs("renew", "--validity", "20d");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("a.pem: issued again, for the same key")
        .contains("run etcd-bootstrap with this seed on each host")
        .doesNotContain("PRIVATE");
    assertThat(changed(before)).containsExactly("a-server.pem", "a.pem", "client.pem");
    assertThat(certs("check").exit()).as("they end within 30 days").isEqualTo(1);
    assertThat(certs("check", "--within", "19d").exit()).isZero();
  }

  @Test
  void renewsAnAuthorityThatWouldCutTheTimeOfWhatItIssues() throws Exception {
    Path before = Files.copy(seed.resolve("client.pem"), top.resolve("before.pem"));
    FakeSessions.Ran ran = certs("renew", "--validity", "25y");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("/ca.pem: the authority's own certificate, issued again")
        .contains(
            "takes them over,\nrestarts etcd once, since the authority's own is another, and");
    assertThat(seed.resolve("ca.pem")).hasSameTextualContentAs(top.resolve("seed-ca/ca.pem"));
    assertThat(certs("check", "--within", "24y").exit()).isZero();
    Process openssl =
        new ProcessBuilder(
                "openssl", "verify", "-x509_strict", "-CAfile", seed + "/ca.pem", "" + before)
            .start();
    assertThat(openssl.waitFor()).as("what it had issued is good").isZero();
  }

  /** Its own is renewed only where half of the time would be lost. */
  @Test
  void saysThatItsEndCutsTheTimeOfWhatItIssues() {
    assertThat(certs("renew").out()).doesNotContain("sooner than was asked for");
    assertThat(certs("renew", "--validity", "12y").out())
        .contains(seed + "/ca.pem: the authority ends on 20", "sooner than was asked for\n");
  }

  @Test
  void renewsForNewKeys() throws IOException {
    Map<String, Content> before = contents();
    assertThat(certs("renew", "--new-keys").exit()).isZero();
    assertThat(changed(before))
        .containsExactly(
            "a-key.pem",
            "a-server-key.pem",
            "a-server.pem",
            "a.pem",
            "client-key.pem",
            "client.pem");
    assertThat(certs("check").exit()).isZero();
  }

  /** Also in the place of a key whose certificate does not fit, or is not there. */
  @Test
  void newKeysAreNewForAll() throws IOException {
    Path clusterYml = seed.resolve("cluster.yml");
    Files.writeString(clusterYml, Files.readString(clusterYml).replace("10.0.0.1", "10.0.0.2"));
    Files.delete(seed.resolve("client.pem"));
    Map<String, Content> before = contents();
    FakeSessions.Ran ran = certs("renew", "--new-keys");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("/a.pem: issued again, for a new key: it did not cover 10.0.0.2")
        .contains("/client.pem: issued again, for a new key: it was not there");
    assertThat(contents())
        .doesNotContainEntry("a-key.pem", before.get("a-key.pem"))
        .doesNotContainEntry("a-server-key.pem", before.get("a-server-key.pem"))
        .doesNotContainEntry("client-key.pem", before.get("client-key.pem"));
    assertThat(certs("check").exit()).isZero();
  }

  /** Each would put its certificate beside the other's key. */
  @Test
  void twoAtOnceAreKeptApart() throws IOException {
    Map<String, Content> before = contents();
    FolderLock other = OwnersFolder.at(seed.toString()).lock();
    for (FakeSessions.Ran ran : List.of(certs("renew", "--new-keys"), init())) {
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err())
          .isEqualTo(
              "error: "
                  + seed
                  + ": another run is making or renewing what is in it\n"
                  + "  do: wait for its end, then run again\n");
    }
    other.close();
    assertThat(contents()).isEqualTo(before);
    assertThat(certs("renew", "--new-keys").exit()).isZero();
    assertThat(contents().keySet()).as("the lock is gone").isEqualTo(before.keySet());
  }

  @Test
  void finishesARenewalThatWasCutBetweenKeyAndCertificate() throws IOException {
    Map<String, Content> before = contents();
    certs("renew", "--new-keys");
    Map<String, Content> after = contents();
    put("client.pem", before.get("client.pem"));
    put(".client.pem-next", after.get("client.pem"));
    assertThat(init().exit()).isZero();
    assertThat(contents()).isEqualTo(after);
  }

  @Test
  void forgetsARenewalThatWasCutBeforeItsKey() throws IOException {
    Map<String, Content> before = contents();
    certs("renew", "--new-keys");
    Map<String, Content> after = contents();
    put("client.pem", before.get("client.pem"));
    put("client-key.pem", before.get("client-key.pem"));
    put(".client.pem-next", after.get("client.pem"));
    put(".client-key.pem-new", after.get("client-key.pem"));
    assertThat(init().exit()).isZero();
    after.put("client.pem", before.get("client.pem"));
    after.put("client-key.pem", before.get("client-key.pem"));
    assertThat(contents()).isEqualTo(after);
  }

  @Test
  void withoutTheAuthoritysKeyNothingIsRenewed() throws IOException {
    Files.delete(top.resolve("seed-ca/ca-key.pem"));
    Map<String, Content> before = contents();
    FakeSessions.Ran ran = certs("renew");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("ca-key.pem: is missing, the key of ", "--ca-dir");
    assertThat(contents()).isEqualTo(before);
  }

  private FakeSessions.Ran init() {
    return run("seed", "init", "--dir", seed.toString());
  }

  private FakeSessions.Ran certs(String command, String... options) {
    List<String> args = new ArrayList<>(List.of("certs", command, "--seed", seed.toString()));
    args.addAll(List.of(options));
    return run(args.toArray(String[]::new));
  }

  private FakeSessions.Ran run(String... args) {
    return new FakeSessions(new FakeWorld(Edge.config()), top.resolve("host")).run(args);
  }

  private List<String> changed(Map<String, Content> before) throws IOException {
    Map<String, Content> now = contents();
    assertThat(now.keySet()).isEqualTo(before.keySet());
    return now.keySet().stream().filter(n -> !now.get(n).equals(before.get(n))).toList();
  }

  private void put(String name, Content content) throws IOException {
    Files.write(seed.resolve(name), content.bytes());
  }

  private Map<String, Content> contents() throws IOException {
    Map<String, Content> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(seed)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Content.of(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
