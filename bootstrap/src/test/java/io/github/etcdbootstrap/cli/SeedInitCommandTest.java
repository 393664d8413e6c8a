package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FakeWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedInitCommandTest {
  @TempDir Path top;

  private Path seed;

  @BeforeEach
  void folder() {
    seed = top.resolve("seed");
  }

  @Test
  void makesASeedOfNamesAndAddressesAndSaysWhatIsNext() throws IOException {
    FakeSessions.Ran ran =
        init("--cluster", "x", "--member", "a=10.0.0.1", "--member", "b=10.0.0.2");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains(seed + "/a-server.pem: issued, for 10.0.0.1, a, 127.0.0.1")
        .contains("cp -r " + seed, " /media/usb/\n", "java -jar /media/usb/")
        .contains("scp -r " + seed, " root@10.0.0.2:/root/\n", "java -jar /root/")
        .doesNotContain("PRIVATE KEY");
    assertKeysAreTheOwnersAlone();
    assertThat(init().out()).startsWith("nothing to make: all is there and fits\n");
  }

  @Test
  void aNameMayBeAWordOfYamls() throws IOException {
    FakeSessions.Ran ran =
        init("--cluster", "1e3", "--member", "no=10.0.0.1", "--member", "NULL=fd00::2");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(seed.resolve("no.pem")).exists();
    assertThat(seed.resolve("null.pem")).exists();
    assertThat(Files.readString(seed.resolve("cluster.yml")))
        .contains("cluster: \"1e3\"", "\"no\": 10.0.0.1", "\"NULL\": \"fd00::2\"");
  }

  @Test
  void takesTheOwnersTable() throws IOException {
    FakeSessions.Ran ran =
        init("--cluster", "x", "--from", "../test-fixtures/seeds/owner/hosts.csv");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(Files.readString(seed.resolve("cluster.yml"))).contains("x-k3s-m-3: 192.168.7.13");
    assertThat(ran.out()).startsWith("../test-fixtures/seeds/owner/hosts.csv:1: ");
  }

  @Test
  void takesAClusterYmlAsItIs() throws IOException {
    Path example = Path.of("../conf/cluster.example.yml");
    FakeSessions.Ran ran = init("--from", example.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(seed.resolve("cluster.yml")).hasSameTextualContentAs(example);
  }

  @Test
  void sealsTheAuthoritysKeyAndOpensItAgain() throws IOException {
    Path secret = Files.writeString(top.resolve("secret"), "correct horse\n");
    String[] one = {"--cluster", "x", "--member", "a=10.0.0.1", "--passphrase-file", "" + secret};
    assertThat(init(one).exit()).isZero();
    Path key = top.resolve("seed-ca/ca-key.pem");
    assertThat(Files.readString(key)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    Files.delete(seed.resolve("a.pem"));
    FakeSessions.Ran silent = init();
    assertThat(silent.exit()).isEqualTo(2);
    assertThat(silent.err()).contains("the authority's key needs a passphrase");
    Files.writeString(secret, "wrong\n");
    assertThat(init("--passphrase-file", "" + secret).err())
        .contains(key + ": does not open with this passphrase");
    Files.writeString(secret, "correct horse\n");
    assertThat(init("--passphrase-file", "" + secret).exit()).isZero();
    assertThat(seed.resolve("a.pem")).exists();
  }

  /** As a shell makes one of `<(pass show x)`: it gives what it has once. */
  @Test
  void aPassphraseMayComeFromAPipe() throws Exception {
    Path pipe = top.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writer = new ProcessBuilder("sh", "-c", "echo correct horse >" + pipe).start();
    FakeSessions.Ran ran =
        init("--cluster", "x", "--member", "a=10.0.0.1", "--passphrase-file", pipe.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(writer.waitFor()).isZero();
    Path secret = Files.writeString(top.resolve("secret"), "correct horse");
    openssl(top, "pkey -in seed-ca/ca-key.pem -noout -passin file:" + secret);
  }

  @Test
  void saysThatAKeyWhichWasThereIsNotSealed() throws IOException {
    init("--cluster", "x", "--member", "a=10.0.0.1");
    Path secret = Files.writeString(top.resolve("secret"), "correct horse\n");
    FakeSessions.Ran ran = init("--passphrase-file", secret.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.err())
        .startsWith("warning: " + top + "/seed-ca/ca-key.pem: was there before, and is not sealed");
    assertThat(init().err()).isEmpty();
  }

  /** An RSA one, sealed by openssl, its certificate with text and with line ends of Windows. */
  @Test
  void issuesByAnAuthorityThatOpensslMade() throws Exception {
    Path ca = Files.createDirectory(top.resolve("seed-ca"));
    openssl(ca, "genrsa -aes256 -passout pass:x -out ca-key.pem 2048");
    openssl(
        ca, "req -x509 -new -key ca-key.pem -passin pass:x -days 400 -subj /CN=own -text -out c");
    Files.writeString(
        ca.resolve("ca.pem"), Files.readString(ca.resolve("c")).replace("\n", "\r\n"));
    Path secret = Files.writeString(top.resolve("secret"), "x");
    FakeSessions.Ran ran =
        init("--cluster", "x", "--member", "a=10.0.0.1", "--passphrase-file", secret.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    openssl(seed, "verify -purpose sslserver -CAfile ca.pem a-server.pem");
    assertThat(ran.out()).doesNotContain("made an authority");
  }

  private static void openssl(Path folder, String arguments) throws Exception {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** An EdDSA one serves TLS, but nothing here signs with it. */
  @Test
  void anAuthorityThatCannotSignIsRefusedBeforeAnythingIsWritten() throws Exception {
    Path ca = Files.createDirectory(top.resolve("seed-ca"));
    openssl(ca, "genpkey -algorithm ed25519 -out ca-key.pem");
    openssl(ca, "req -x509 -new -key ca-key.pem -days 400 -subj /CN=own -out ca.pem");
    FakeSessions.Ran ran = init("--cluster", "x", "--member", "a=10.0.0.1");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err())
        .contains("/ca-key.pem: is an EdDSA key, expected EC or RSA\n  do: make an authority");
    assertThat(seed).isEmptyDirectory();
  }

  /** Of a seed that is yet to be made nobody has a cluster.yml to correct. */
  @Test
  void whatTheOptionsSayIsNamedByThem() throws IOException {
    assertThat(init("--cluster", "x", "--member", "a=10.0.0.1", "--member", "a=10.0.0.2").err())
        .isEqualTo("error: --member names a twice\n  do: name each host once\n");
    assertThat(init("--cluster", "x", "--member", "a=10.0.0.1", "--member", "b=10.0.0.1").err())
        .startsWith("error: cluster.yml as these options make it:5: `members.b` has 10.0.0.1, ");
    assertThat(init("--cluster", "x", "--member", "a=10.0.0.1", "--domain", "").err())
        .isEqualTo("error: --domain: is empty\n  do: give a name, or leave the option out\n");
    Path file = Files.writeString(top.resolve("my.yml"), "cluster: x\nmembers: {a: here}\n");
    assertThat(init("--from", file.toString()).err())
        .startsWith("error: --from " + file + ":2: `members.a` has here, ");
    assertThat(seed).doesNotExist();
  }

  @Test
  void aTableMayHaveAnyNameButThatOfYaml() throws IOException {
    Path table = Files.writeString(top.resolve("HOSTS.CSV"), "IP;Host\n10.0.0.1;a\n");
    assertThat(init("--cluster", "x", "--from", table.toString()).exit()).isZero();
    assertThat(seed.resolve("a.pem")).exists();
  }

  /** Nobody else could open the key: not openssl, not the owner at another terminal. */
  @Test
  void aPassphraseThatOthersReadDifferentlyIsRefused() throws IOException {
    Path latin1 = Files.write(top.resolve("secret"), new byte[] {'g', 'r', (byte) 0xfc, 'n'});
    FakeSessions.Ran ran =
        init("--cluster", "x", "--member", "a=10.0.0.1", "--passphrase-file", latin1.toString());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("/secret: is not UTF-8, or ");
    Map<String, String> lines = Map.of(PassphraseOptions.VARIABLE, "one\ntwo");
    assertThatThrownBy(new PassphraseOptions(lines)::toSeal)
        .hasMessageContaining(PassphraseOptions.VARIABLE + ": has more than one line");
    Files.writeString(latin1, "grün 🔑\r\nwhat follows is not meant\n");
    assertThat(
            init("--cluster", "x", "--member", "a=10.0.0.1", "--passphrase-file", "" + latin1)
                .exit())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--cluster x",
        "--member a=10.0.0.1",
        "--cluster x --member a",
        "--cluster x --member a=10.0.0.1 --member a=10.0.0.2",
        "--cluster x --member a=10.0.0.1 --member b=10.0.0.1",
        "--cluster x --member a=10.0.0.256",
        "--cluster x --member a=10.0.0.1 --domain -",
        "--cluster x --member a=10.0.0.1 --validity 1w",
        "--cluster x --member a=10.0.0.1 --validity 0d",
        "--cluster x --member a=10.0.0.1 --validity 99999d",
        "--cluster x --member a=10.0.0.1 --from ../test-fixtures/seeds/owner/hosts.csv",
        "--cluster x --from ../conf/cluster.example.yml",
        "--from nowhere.yml",
        "--cluster x --member a=10.0.0.1 --ca-dir seed/ca",
        "--cluster x --member a=10.0.0.1 --passphrase-file nowhere",
        "--cluster x --member a=10.0.0.1 --seed here",
        "--cluster x --member a=10.0.0.1 --ca-dir ../conf/cluster.example.yml",
        "--cluster x --member a=10.0.0.1 --ca-dir ../conf/cluster.example.yml/ca"
      })
  void whatCannotBeMeantMakesNothing(String options) {
    List<String> args = new ArrayList<>();
    for (String option : options.isEmpty() ? new String[0] : options.split(" ")) {
      args.add(option.startsWith("seed/") ? top.resolve(option).toString() : option);
    }
    FakeSessions.Ran ran = init(args.toArray(String[]::new));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).startsWith("error: ").contains("\n  do: ").doesNotContain("bug");
    assertThat(ran.out()).isEmpty();
    assertThat(seed.resolve("cluster.yml")).doesNotExist();
    assertThat(top.resolve("seed-ca/ca-key.pem")).doesNotExist();
  }

  private FakeSessions.Ran init(String... options) {
    List<String> args = new ArrayList<>(List.of("seed", "init", "--dir", seed.toString()));
    args.addAll(List.of(options));
    return new FakeSessions(new FakeWorld(Edge.config()), top.resolve("host"))
        .run(args.toArray(String[]::new));
  }

  private void assertKeysAreTheOwnersAlone() throws IOException {
    try (Stream<Path> files = Stream.concat(Files.list(seed), Files.list(top.resolve("seed-ca")))) {
      for (Path file : files.toList()) {
        if (Files.readString(file).contains("PRIVATE KEY")) {
          assertThat(Files.getPosixFilePermissions(file))
              .as(file.toString())
              .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
  }
}
