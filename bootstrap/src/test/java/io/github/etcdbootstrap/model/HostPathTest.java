package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPathTest {
  @Test
  void leadsDownAndUp() {
    HostPath etc = HostPath.of("/etc");

    assertThat(etc.child("etcd").child("conf.yml")).hasToString("/etc/etcd/conf.yml");
    assertThat(HostPath.of("/").child("etc")).isEqualTo(etc);
    assertThat(etc.child("etcd").parent()).isEqualTo(etc);
    assertThat(etc.parent()).hasToString("/");
    assertThat(HostPath.of("/").parent()).hasToString("/");
    assertThat(etc.child("etcd").name()).isEqualTo("etcd");
  }

  @ParameterizedTest
  @CsvSource({
    "/var/lib/etcd, /var/lib, true",
    "/var/lib/etcd, /var/lib/etcd, true",
    "/var/lib/etcd, /, true",
    "/var/lib/etcd2, /var/lib/etcd, false",
    "/var/lib, /var/lib/etcd, false",
  })
  void liesUnderAFolder(String path, String folder, boolean under) {
    assertThat(HostPath.of(path).isUnder(HostPath.of(folder))).isEqualTo(under);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "etc", "/etc/", "//etc", "/etc/../x", "/etc/./x", "/..", "/a//b", "/a\0b"})
  void whatIsNotNormalIsRefused(String path) {
    assertThatThrownBy(() -> HostPath.of(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "", "a/../b", "."})
  void noChildLeadsOut(String child) {
    assertThatThrownBy(() -> HostPath.of("/etc").child(child))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
