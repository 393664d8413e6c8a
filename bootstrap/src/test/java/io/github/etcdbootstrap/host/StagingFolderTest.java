package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingFolderTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
  }

  private StagingFolder open() {
    return StagingFolder.open(path("/lib/etcd/v1"), host.root, host.folders);
  }

  private static void create(StagingFolder staging, String name, String text) throws IOException {
    try (OutputStream out = staging.create(name)) {
      out.write(text.charAt(0));
      out.write(text.substring(1).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void nothingIsExecutableOrVisibleBeforeTheCommit() throws IOException {
    try (StagingFolder staging = open()) {
      create(staging, "etcd", "program");
      String name = host.names("/lib/etcd").get(0);
      assertThat(host.names("/lib/etcd")).hasSize(1).allMatch(n -> n.startsWith(".staging-"));
      assertThat(host.mode("/lib/etcd/" + name)).isEqualTo("rwx------");
      assertThat(host.mode("/lib/etcd/" + name + "/etcd")).isEqualTo("rw-------");
    }
    assertThat(host.real("lib/etcd")).doesNotExist();
  }

  @Test
  void aFolderThatWasThereStays() throws IOException {
    host.folder("lib/etcd");
    open().close();
    assertThat(host.names("/lib/etcd")).isEmpty();
    assertThat(host.real("lib/etcd")).isDirectory();
  }

  @Test
  void committedItHasItsNameAndModes() throws IOException {
    try (StagingFolder staging = open()) {
      create(staging, "etcd", "program");
      staging.note("sums", Content.of("s"));
      staging.commit();
    }
    assertThat(host.names("/lib/etcd")).containsExactly("v1");
    assertThat(host.mode("/lib/etcd/v1")).isEqualTo("rwxr-xr-x");
    assertThat(host.mode("/lib/etcd/v1/etcd")).isEqualTo("rwxr-xr-x");
    assertThat(host.mode("/lib/etcd/v1/sums")).isEqualTo("rw-r--r--");
    assertThat(host.text("/lib/etcd/v1/etcd")).isEqualTo("program");
  }

  @Test
  void takesThePlaceOfADamagedOne() throws IOException {
    host.put("lib/etcd/v1/etcd", "rotten");
    host.put("lib/etcd/v1/more", "of it");
    try (StagingFolder staging = open()) {
      create(staging, "etcd", "good");
      staging.commit();
    }
    assertThat(host.names("/lib/etcd")).containsExactly("v1");
    assertThat(host.names("/lib/etcd/v1")).containsExactly("etcd");
    assertThat(host.text("/lib/etcd/v1/etcd")).isEqualTo("good");
  }

  @Test
  void leftoversOfACutRunAreRemoved() {
    host.put("lib/etcd/.staging-00ff/etcd", "half");
    host.put("lib/etcd/.staging-old-00ff/etcd", "old");
    try (StagingFolder staging = open()) {
      assertThat(staging).isNotNull();
      assertThat(host.names("/lib/etcd")).hasSize(1);
    }
  }

  @Test
  void clearedItMayBeFilledAnew() throws IOException {
    try (StagingFolder staging = open()) {
      create(staging, "etcd", "bad source");
      staging.clear();
      create(staging, "etcdctl", "x");
      staging.commit();
    }
    assertThat(host.names("/lib/etcd/v1")).containsExactly("etcdctl");
  }

  @Test
  void aNameIsNoPath() {
    try (StagingFolder staging = open()) {
      assertThatThrownBy(() -> staging.create("../etcd"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> staging.create("a/b")).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
