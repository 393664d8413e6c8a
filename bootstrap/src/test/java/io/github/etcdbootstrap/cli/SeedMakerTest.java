package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.pki.Passphrase;
import io.github.etcdbootstrap.plan.Clock;
import io.github.etcdbootstrap.plan.RefusedChange;
import io.github.etcdbootstrap.seed.NewClusterFile;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedMakerTest {
  private static final List<Map.Entry<String, String>> TWO =
      List.of(Map.entry("x-k3s-m-1", "192.168.7.11"), Map.entry("x-k3s-m-2", "fd00::12"));

  @TempDir Path top;

  private final Clock clock = new SystemClock();
  private final List<String> said = new ArrayList<>();
  private Path seed;

  @BeforeEach
  void folder() {
    seed = top.resolve("seed");
  }

  @Test
  void makesAllThatItsHostsNeed() throws IOException {
    ClusterSpec spec = make(TWO);
    assertThat(names(seed))
        .containsExactlyInAnyOrder(
            "birth.yml",
            "ca.pem",
            "client-key.pem",
            "client.pem",
            "cluster.yml",
            "x-k3s-m-1-key.pem",
            "x-k3s-m-1-server-key.pem",
            "x-k3s-m-1-server.pem",
            "x-k3s-m-1.pem",
            "x-k3s-m-2-key.pem",
            "x-k3s-m-2-server-key.pem",
            "x-k3s-m-2-server.pem",
            "x-k3s-m-2.pem");
    assertThat(names(top.resolve("ca"))).containsExactlyInAnyOrder("ca.pem", "ca-key.pem");
    assertThat(Files.getPosixFilePermissions(top.resolve("ca")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Birth birth =
        Birth.read("birth.yml", Content.of(Files.readAllBytes(seed.resolve("birth.yml"))));
    assertThat(birth.token()).matches("k3s-edge-[0-9a-f]{8}");
    assertThat(birth.founders()).hasSameSizeAs(spec.members());
  }

  @Test
  void theSameAgainChangesNothing() throws IOException {
    make(TWO);
    Map<String, Content> before = contents();
    said.clear();
    make(TWO);
    assertThat(contents()).isEqualTo(before);
    assertThat(said).isEmpty();
  }

  @Test
  void issuesOnlyWhatANewMemberLacks() throws IOException {
    make(TWO);
    Map<String, Content> before = contents();
    said.clear();
    Files.writeString(
        seed.resolve("cluster.yml"),
        Files.readString(seed.resolve("cluster.yml"))
            .replace("members:\n", "members:\n  x-k3s-m-3: 192.168.7.13\n"));
    make(List.of());
    assertThat(said).hasSize(2).allMatch(line -> line.contains("x-k3s-m-3"));
    Map<String, Content> after = contents();
    assertThat(after).hasSize(before.size() + 4);
    before.remove("cluster.yml");
    assertThat(after).containsAllEntriesOf(before);
  }

  @Test
  void issuesAgainForTheSameKeyWhatDoesNotFitAnyMore() throws IOException {
    make(TWO);
    Map<String, Content> before = contents();
    said.clear();
    Files.writeString(
        seed.resolve("cluster.yml"),
        Files.readString(seed.resolve("cluster.yml")).replace("192.168.7.11", "192.168.7.21"));
    make(List.of());
    assertThat(said)
        .hasSize(2)
        .allMatch(line -> line.contains("x-k3s-m-1"))
        .allMatch(line -> line.contains("did not cover 192.168.7.21"));
    Map<String, Content> after = contents();
    before.keySet().removeAll(List.of("cluster.yml", "x-k3s-m-1.pem", "x-k3s-m-1-server.pem"));
    assertThat(after).containsAllEntriesOf(before);
  }

  /** The others have certificates of their own: it is the shared one all the same. */
  @Test
  void aSharedServerCertificateThatOneMemberUsesStays() throws IOException {
    make(TWO);
    Map<String, Content> before = shareServerOfFirst();
    said.clear();
    make(List.of());
    assertThat(said).isEmpty();
    assertThat(contents()).isEqualTo(before);
  }

  /** One that covers addresses alone, as cfssl users have it. */
  private Map<String, Content> shareServerOfFirst() throws IOException {
    Path clusterYml = seed.resolve("cluster.yml");
    String named = Files.readString(clusterYml);
    Files.delete(seed.resolve("x-k3s-m-1-server.pem"));
    Files.writeString(clusterYml, named.replaceAll("domain: .*\n", ""));
    make(List.of());
    Files.move(seed.resolve("x-k3s-m-1-server.pem"), seed.resolve("server.pem"));
    Files.move(seed.resolve("x-k3s-m-1-server-key.pem"), seed.resolve("server-key.pem"));
    Files.writeString(clusterYml, named);
    return contents();
  }

  @Test
  void aBirthIsDrawnForAClusterYmlThatWasPutThere() throws IOException {
    putClusterYml();
    make(List.of());
    assertThat(seed.resolve("birth.yml")).content().contains("token: \"k3s-edge-");
    said.clear();
    Map<String, Content> before = contents();
    make(List.of());
    assertThat(said).isEmpty();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void noBirthIsDrawnForAClusterThatMayRun() throws IOException {
    make(TWO);
    Files.delete(seed.resolve("birth.yml"));
    said.clear();
    make(List.of());
    assertThat(seed.resolve("birth.yml")).doesNotExist();
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith(seed + "/birth.yml: not drawn, since certificates were here before");
  }

  @Test
  void noBirthIsDrawnForAClusterThatHasMarks() throws IOException {
    putClusterYml();
    Files.writeString(Files.createDirectories(seed.resolve("members")).resolve("1"), "");
    make(List.of());
    assertThat(seed.resolve("birth.yml")).doesNotExist();
  }

  private void putClusterYml() throws IOException {
    Files.write(Files.createDirectories(seed).resolve("cluster.yml"), clusterYml(TWO).bytes());
  }

  @Test
  void aKeyInTheSeedIsAMistake() {
    assertThatThrownBy(
            () -> maker(seed.resolve("ca")).make(Optional.of(clusterYml(TWO)), SeedMaker.TEN_YEARS))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("is in the seed");
    assertThat(seed).doesNotExist();
  }

  /** Cut after each file that is told of, and where a key is there without its certificate. */
  @Test
  void goesOnWhereItWasCut() throws IOException {
    for (int after = 1; after <= 7; after++) {
      seed = top.resolve("seed-" + after);
      Path ca = top.resolve("ca-" + after);
      int last = after;
      List<String> lines = new ArrayList<>();
      SeedMaker cut =
          new SeedMaker(
              OwnersFolder.at(seed.toString()),
              OwnersFolder.at(ca.toString()),
              Passphrase.NONE,
              clock,
              line -> {
                lines.add(line);
                if (lines.size() == last) {
                  throw new IllegalStateException("cut");
                }
              });
      assertThatThrownBy(() -> cut.make(Optional.of(clusterYml(TWO)), SeedMaker.TEN_YEARS))
          .hasMessage("cut");
      Map<String, Content> before = contents();
      maker(ca).make(Optional.of(clusterYml(TWO)), SeedMaker.TEN_YEARS);
      assertThat(contents()).hasSize(13).containsAllEntriesOf(before);
    }
  }

  @Test
  void aKeyThatIsAloneGetsItsCertificate() throws IOException {
    make(TWO);
    Files.delete(seed.resolve("client.pem"));
    Files.delete(seed.resolve("x-k3s-m-2.pem"));
    Map<String, Content> before = contents();
    make(TWO);
    assertThat(contents()).hasSize(13).containsAllEntriesOf(before);
  }

  @Test
  void anAuthoritysKeyThatIsAloneGetsItsCertificate() throws IOException {
    Files.createDirectories(top.resolve("ca"));
    make(TWO);
    Content key = Content.of(Files.readAllBytes(top.resolve("ca/ca-key.pem")));
    Files.delete(top.resolve("ca/ca.pem"));
    seed = top.resolve("another");
    make(TWO);
    assertThat(Content.of(Files.readAllBytes(top.resolve("ca/ca-key.pem")))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "2162-03-04T00:00:00Z"})
  void mintsNothingByAClockThatIsWrong(String now) {
    SeedMaker maker =
        SeedMaker.quiet(
            OwnersFolder.at(seed.toString()),
            OwnersFolder.at(top.resolve("ca").toString()),
            at(Instant.parse(now), Instant.parse("2026-11-23T00:00:00Z")));
    assertThatThrownBy(() -> maker.make(Optional.of(clusterYml(TWO)), SeedMaker.TEN_YEARS))
        .isInstanceOf(RefusedChange.class)
        .hasMessageStartingWith("no certificate is issued: this machine's clock is ")
        .hasMessageContaining(now);
    assertThatThrownBy(() -> maker.renew(SeedMaker.TEN_YEARS, false))
        .isInstanceOf(RefusedChange.class);
    assertThat(top).isEmptyDirectory();
  }

  @Test
  void whatIsWholeNeedsNoClock() throws IOException {
    make(TWO);
    Map<String, Content> before = contents();
    Instant now = clock.now();
    SeedMaker behind =
        SeedMaker.quiet(
            OwnersFolder.at(seed.toString()),
            OwnersFolder.at(top.resolve("elsewhere").toString()),
            at(now.minusSeconds(3600), now));
    behind.make(Optional.empty(), SeedMaker.TEN_YEARS);
    assertThat(top.resolve("elsewhere")).doesNotExist();

    Files.delete(seed.resolve("client.pem"));
    before.remove("client.pem");
    assertThatThrownBy(() -> behind.make(Optional.empty(), SeedMaker.TEN_YEARS))
        .isInstanceOf(RefusedChange.class);
    assertThat(contents()).isEqualTo(before);
    assertThat(top.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void neverWritesOverWhatItsOwnerPutThere() throws IOException {
    make(TWO);
    Files.copy(
        seed.resolve("client-key.pem"),
        seed.resolve("x-k3s-m-1-key.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Map<String, Content> before = contents();
    assertThatThrownBy(() -> make(TWO))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("x-k3s-m-1-key.pem: is not the key of ");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aClusterThatIsSaidOtherwiseIsAMistake() throws IOException {
    make(TWO);
    assertThatThrownBy(() -> make(TWO.subList(0, 1)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cluster.yml: already exists, but says something else");
  }

  private static Clock at(Instant now, Instant earliest) {
    return new Clock() {
      @Override
      public Instant now() {
        return now;
      }

      @Override
      public Instant earliest() {
        return earliest;
      }

      @Override
      public Duration sinceStart() {
        return Duration.ZERO;
      }

      @Override
      public void sleep(Duration duration) {}
    };
  }

  private ClusterSpec make(List<Map.Entry<String, String>> members) {
    return maker(top.resolve("ca"))
        .make(
            members.isEmpty() ? Optional.empty() : Optional.of(clusterYml(members)),
            SeedMaker.TEN_YEARS);
  }

  private SeedMaker maker(Path authority) {
    return new SeedMaker(
        OwnersFolder.at(seed.toString()),
        OwnersFolder.at(authority.toString()),
        Passphrase.NONE,
        clock,
        said::add);
  }

  private static Content clusterYml(List<Map.Entry<String, String>> members) {
    return NewClusterFile.of(
        "k3s-edge", members, Optional.of("edge.huatai.me"), Optional.of("etcd.edge.huatai.me"));
  }

  private Map<String, Content> contents() throws IOException {
    Map<String, Content> contents = new TreeMap<>();
    for (String name : names(seed)) {
      contents.put(name, Content.of(Files.readAllBytes(seed.resolve(name))));
    }
    return contents;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
