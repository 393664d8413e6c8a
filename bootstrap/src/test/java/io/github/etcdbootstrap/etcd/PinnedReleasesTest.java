package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.Architecture;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Release;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.text.BadInput;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinnedReleasesTest {
  private final PinnedReleases pinned = PinnedReleases.load();

  @Test
  void sourcesAreTriedFromTheNearest() {
    URI seed = URI.create("file:///media/usb/etcd-v3.5.2-linux-arm64.tar.gz");

    Release release =
        pinned.of(
            spec("3.5.2", Map.of(), "https://mirror.example/etcd/", "file:///media/usb"),
            Architecture.ARM64,
            Optional.of(seed));

    assertThat(release.sum().hex()).hasSize(64);
    assertThat(release.sources())
        .extracting(URI::toString)
        .containsExactly(
            "file:///media/usb/etcd-v3.5.2-linux-arm64.tar.gz",
            "https://mirror.example/etcd/v3.5.2/etcd-v3.5.2-linux-arm64.tar.gz",
            "file:///media/usb/v3.5.2/etcd-v3.5.2-linux-arm64.tar.gz",
            "https://github.com/etcd-io/etcd/releases/download/v3.5.2/etcd-v3.5.2-linux-arm64.tar.gz",
            "https://storage.googleapis.com/etcd/v3.5.2/etcd-v3.5.2-linux-arm64.tar.gz");
  }

  @Test
  void theOwnersSumIsThatOfItsArchitectureOnly() {
    Sha256 own = new Sha256("0".repeat(64));
    ClusterSpec spec = spec("3.5.2", Map.of(Architecture.ARM64, own));

    assertThat(pinned.of(spec, Architecture.ARM64, Optional.empty()).sum()).isEqualTo(own);
    assertThat(pinned.of(spec, Architecture.AMD64, Optional.empty()).sum())
        .isEqualTo(pinned.pinned(EtcdVersion.DEFAULT, Architecture.AMD64).orElseThrow());
  }

  @Test
  void theNewestIsOfTheSupportedLine() {
    EtcdVersion newest = pinned.newest(Architecture.ARM64);

    assertThat(newest.minor()).isEqualTo(5);
    assertThat(newest.patch()).isGreaterThanOrEqualTo(32);
    assertThat(pinned.pinned(newest, Architecture.ARM64)).isPresent();
    assertThat(PinnedReleases.parse("").newest(Architecture.ARM64)).isEqualTo(EtcdVersion.DEFAULT);
  }

  @Test
  void whatCannotBeInstalledIsSaidBeforeAnything() {
    assertThat(bad("3.5.999"))
        .hasMessageContaining("the sum of etcd-v3.5.999-linux-arm64.tar.gz is not known")
        .hasMessageContaining("as `etcd.sha256.arm64` in cluster.yml");
  }

  private BadInput bad(String version) {
    return catchThrowableOfType(
        BadInput.class,
        () -> pinned.of(spec(version, Map.of()), Architecture.ARM64, Optional.empty()));
  }

  private static ClusterSpec spec(
      String version, Map<Architecture, Sha256> sums, String... sources) {
    return new ClusterSpec(
        "x",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        HostPath.of("/var/lib/etcd"),
        EtcdVersion.parse(version),
        List.of(sources).stream().map(URI::create).toList(),
        sums,
        List.of());
  }
}
