package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  @TempDir private Path disk;
  private Manifest before;

  @BeforeEach
  void written() throws IOException {
    write("etc/etcd/conf.yml", "token: x-k3s-0123abcd\n");
    write("var/lib/etcd-bootstrap/marks/x-k3s-m-1-70f73b85b039385f.started", "");
    write("var/lib/etcd/member/wal/0.wal", "log");
    write("var/log/etcd.log", "line");
    before = Manifest.of(disk);
  }

  private void write(String path, String content) throws IOException {
    Path file = disk.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void whatIsDrawnAndWhatEtcdWritesIsNoDifference() throws IOException {
    write("etc/etcd/conf.yml", "token: x-k3s-ffffffff\n");
    write("var/lib/etcd/member/wal/1.wal", "log");
    write("var/log/etcd.log", "other");
    Path marks = disk.resolve("var/lib/etcd-bootstrap/marks");
    Files.move(
        marks.resolve("x-k3s-m-1-70f73b85b039385f.started"),
        marks.resolve("x-k3s-m-1-0000000000000001.started"));

    assertThat(Manifest.of(disk).differencesFrom(before)).isEmpty();
  }

  @Test
  void contentIs() throws IOException {
    write("etc/etcd/conf.yml", "tokens: x-k3s-0123abcd\n");

    assertThat(Manifest.of(disk).differencesFrom(before))
        .hasSize(2)
        .allMatch(line -> line.contains("/etc/etcd/conf.yml"));
  }

  @Test
  void modeIs() throws IOException {
    Path conf = disk.resolve("etc/etcd/conf.yml");
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(Manifest.of(disk).differencesFrom(before)).hasSize(2);
  }

  @Test
  void whatIsLeftBehindIs() throws IOException {
    write("etc/etcd/.conf.yml.etcd-bootstrap-0123abcd", "");

    assertThat(Manifest.of(disk).differencesFrom(before))
        .singleElement()
        .asString()
        .startsWith("+");
  }

  @Test
  void whatIsGoneIs() throws IOException {
    Files.delete(disk.resolve("etc/etcd/conf.yml"));

    assertThat(Manifest.of(disk).differencesFrom(before))
        .singleElement()
        .asString()
        .startsWith("-");
  }
}
