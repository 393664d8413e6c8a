package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedPlacesTest {
  @TempDir Path root;

  @Test
  void takesThemInOrder() throws IOException {
    carry("media/usb");
    assertThat(found()).isEqualTo("/media/usb");
    carry("opt/seed");
    assertThat(found()).isEqualTo("/opt/seed");
    carry("opt");
    assertThat(found()).isEqualTo("/opt");
    carry("srv/named");
    write("etc/etcd-bootstrap.yml", "seed: /srv/named\n");
    assertThat(found()).isEqualTo("/srv/named");
    String variable = carry("srv/variable").toString();
    assertThat(found(Optional.empty(), variable)).isEqualTo("/srv/variable");
    String flag = carry("srv/flag").toString();
    assertThat(found(Optional.of(flag), variable)).isEqualTo("/srv/flag");
  }

  @Test
  void findsAFolderOfAStick() throws IOException {
    carry("media/usb/seed");
    Files.createDirectories(root.resolve("media/cdrom"));
    assertThat(found()).isEqualTo("/media/usb/seed");
  }

  /** However it is named: what the README puts on a stick is `seed` there. */
  @Test
  void aPlaceIsTheFolderThatIsCalledSeedInIt() throws IOException {
    String stick = carry("media/usb/seed").getParent().toString();
    assertThat(found(Optional.of(stick), "")).isEqualTo("/media/usb/seed");
    assertThat(found(Optional.empty(), stick)).isEqualTo("/media/usb/seed");
    write("etc/etcd-bootstrap.yml", "seed: \"/media/usb\"\n");
    assertThat(found()).isEqualTo("/media/usb/seed");
    carry("media/usb");
    assertThat(found()).isEqualTo("/media/usb");
  }

  @Test
  void takesNeitherOfTwoMedia() throws IOException {
    carry("media/sda1");
    carry("media/usb/seed");
    assertThatThrownBy(this::found)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("two media carry a seed: /media/sda1 and /media/usb/seed");
  }

  /** Not passed over: its reader says what it is. */
  @Test
  void takesAlsoWhatIsOnlyCalledASeed() throws IOException {
    Files.createDirectories(root.resolve("media/usb/cluster.yml"));
    assertThat(found()).isEqualTo("/media/usb");
    Files.delete(root.resolve("media/usb/cluster.yml"));
    Files.createSymbolicLink(root.resolve("media/usb/cluster.yml"), Path.of("nothing"));
    assertThat(found()).isEqualTo("/media/usb");
  }

  @Test
  void aFolderIsNoSetting() throws IOException {
    Files.createDirectories(root.resolve("etc/etcd-bootstrap.yml"));
    assertThatThrownBy(this::found)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("/etc/etcd-bootstrap.yml: is not a file");
  }

  @Test
  void countsALinkedMediumOnce() throws IOException {
    carry("media/sda1");
    Files.createSymbolicLink(root.resolve("media/usb"), Path.of("sda1"));
    assertThat(found()).isEqualTo("/media/sda1");
  }

  @Test
  void saysWhereItLooked() {
    assertThatThrownBy(this::found)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(
            "looked at ETCD_BOOTSTRAP_SEED (not set), /etc/etcd-bootstrap.yml (not there), /opt,"
                + " /opt/seed, /media/* and /media/*/seed");
  }

  @Test
  void aGivenPlaceIsTheOnlyOne() throws IOException {
    carry("media/usb");
    String empty = Files.createDirectories(root.resolve("srv/empty")).toString();
    assertThatThrownBy(() -> found(Optional.of(empty), ""))
        .hasMessageContaining("--seed " + empty + ": there is no /srv/empty/cluster.yml");
    assertThatThrownBy(() -> found(Optional.empty(), empty + "/gone"))
        .hasMessageContaining("ETCD_BOOTSTRAP_SEED " + empty + "/gone: there is no folder");
    write("etc/etcd-bootstrap.yml", "# where it is\nseed: file:///srv/empty\n");
    assertThatThrownBy(this::found)
        .hasMessageContaining("/etc/etcd-bootstrap.yml:2: `seed` file:///srv/empty: there is no");
    assertThatThrownBy(
            () -> found(Optional.of(root.resolve("media/usb/cluster.yml").toString()), ""))
        .hasMessageContaining("/media/usb/cluster.yml is a file");
    assertThatThrownBy(() -> found(Optional.of(" "), "")).hasMessageContaining("is empty");
  }

  /** Whatever was looked for: it is said, and no copy where there is none. */
  @Test
  void theCopyOnTheCardServesWhereNoSeedIs() throws IOException {
    carry("var/lib/etcd-bootstrap/seed");
    assertThat(find(Optional.empty(), "").standsInFor().orElseThrow())
        .startsWith("no seed found")
        .endsWith("/media/* and /media/*/seed");
    String gone = root.resolve("media/usb").toString();
    assertThat(find(Optional.of(gone), "").standsInFor())
        .contains("--seed " + gone + ": there is no folder /media/usb");
    Files.createDirectories(root.resolve("media/usb"));
    assertThat(find(Optional.empty(), gone).standsInFor())
        .contains("ETCD_BOOTSTRAP_SEED " + gone + ": there is no /media/usb/cluster.yml");
    write("etc/etcd-bootstrap.yml", "seed: /media/usb\n");
    Seed copy = find(Optional.empty(), "");
    assertThat(copy.standsInFor().orElseThrow()).startsWith("/etc/etcd-bootstrap.yml:1: `seed`");
    assertThat(copy.place()).isEqualTo("/var/lib/etcd-bootstrap/seed");
    assertThat(copy.writable()).isFalse();
    assertThat(copy.file("cluster.yml")).isEmpty();
    assertThat(copy.list("")).containsExactly("cluster.yml");

    carry("media/usb");
    assertThat(find(Optional.empty(), "").standsInFor()).isEmpty();
  }

  @Test
  void nothingIsWrittenToTheCopy() throws IOException {
    carry("var/lib/etcd-bootstrap/seed");
    Seed copy = find(Optional.empty(), "");
    Content content = Content.of("x");
    assertThatThrownBy(() -> copy.put("members/x", content))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> copy.publish("birth.yml", content, "x"))
        .isInstanceOf(IllegalStateException.class);
  }

  /** What is wrong with a place, or with several, is not to be covered up. */
  @Test
  void theCopyOnTheCardHidesNoMistake() throws IOException {
    carry("var/lib/etcd-bootstrap/seed");
    String file = carry("media/sda1").resolve("cluster.yml").toString();
    for (String wrong : List.of(file, " ", "https://seed.example/x")) {
      assertThatThrownBy(() -> find(Optional.of(wrong), "")).isInstanceOf(BadInput.class);
    }
    carry("media/usb");
    assertThatThrownBy(this::found).hasMessageContaining("two media carry a seed");
    write("etc/etcd-bootstrap.yml", "seeds: x\n");
    assertThatThrownBy(this::found).isInstanceOf(BadInput.class);
  }

  @Test
  void takesFileUrisAndRelativePaths() throws IOException {
    Path folder = carry("srv/with space");
    assertThat(found(Optional.of(folder.toUri().toString()), "")).isEqualTo("/srv/with space");
    Path relative = Path.of("").toAbsolutePath().relativize(folder);
    assertThat(found(Optional.of(relative.toString()), "")).isEqualTo("/srv/with space");
  }

  @ParameterizedTest
  @CsvSource({
    "https://seed.example/x, is not supported yet; a seed must be a folder",
    "ssh://nas/seed, is not supported yet; a seed must be a folder",
    "file:relative, is not a file: URI",
    "file://host/x, is not a file: URI"
  })
  void refusesOtherUris(String place, String said) throws IOException {
    carry("media/usb");
    assertThatThrownBy(() -> found(Optional.of(place), ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--seed " + place + ": " + said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seed:\n", "seed: 5\n", "seeds: /x\n", "seed: relative\n", "a\n"})
  void readsItsFileStrictly(String text) throws IOException {
    carry("media/usb");
    write("etc/etcd-bootstrap.yml", text);
    assertThatThrownBy(this::found)
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("/etc/etcd-bootstrap.yml");
  }

  private Path carry(String folder) throws IOException {
    write(folder + "/cluster.yml", "cluster: c\n");
    return root.resolve(folder);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String found() {
    return found(Optional.empty(), "");
  }

  private String found(Optional<String> flag, String variable) {
    return find(flag, variable).place();
  }

  private Seed find(Optional<String> flag, String variable) {
    return new SeedPlaces(root)
        .find(flag, Map.of(SeedPlaces.VARIABLE, variable), root.resolve("opt"));
  }
}
