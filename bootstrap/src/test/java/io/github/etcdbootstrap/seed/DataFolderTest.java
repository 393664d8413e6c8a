package io.github.etcdbootstrap.seed;

import static io.github.etcdbootstrap.seed.ClusterYml.GOOD;
import static io.github.etcdbootstrap.seed.ClusterYml.assertSays;
import static io.github.etcdbootstrap.seed.ClusterYml.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/etc",
        "/etc/etcd",
        "/usr",
        "/usr/local/lib/etcd",
        "/run",
        "/run/etcd",
        "/proc",
        "/sys/x",
        "/dev/shm/x",
        "/boot",
        "/bin",
        "/lib",
        "/home",
        "/root",
        "/tmp",
        "/var",
        "/var/lib",
        "/var/run/etcd",
        "/var/lib/etcd-bootstrap",
        "/var/lib/etcd-bootstrap/marks",
        "/mnt"
      })
  void leavesTheSystemsFoldersAlone(String folder) {
    assertSays(GOOD + "data-dir: " + folder + "\n", "`data-dir` is " + folder + ", which is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"etcd", "/a/../b", "/a//b", "/a/", "/a b", "/a'b", "/a$b", "C:\\etcd"})
  void wantsAPlainPath(String folder) {
    assertSays(
        GOOD + "data-dir: \"" + folder.replace("\\", "\\\\") + "\"\n", "expected an absolute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mnt/ssd/etcd", "/tmp/x", "/data", "/home/etcd", "/media/ssd/etcd.d"})
  void takesOtherFolders(String folder) {
    assertThat(read(GOOD + "data-dir: " + folder + "\n").dataDir().value()).isEqualTo(folder);
  }
}
