package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountFilesTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    host.put("etc/passwd", "root:x:0:0:root:/root:/bin/ash\n\n+::\nbad:x:a:b:::\n");
    host.put("etc/group", "root:x:0:root\netcd:x:101:\n");
  }

  @Test
  void namesAndNumbersBothWays() {
    Host.Accounts read = host.accounts.read();
    assertThat(read.users()).containsOnlyKeys("root").containsEntry("root", new Host.User(0, 0));
    assertThat(read.groups()).containsOnlyKeys("root", "etcd").containsEntry("etcd", 101);
    assertThat(host.accounts.ownership(new Stat(0100640, 77, 101, 0, 0, 0, 0)))
        .isEqualTo(new Ownership("77", "etcd", 0640));
    assertThat(host.accounts.uid("77")).isEqualTo(77);
    assertThat(host.accounts.gid("etcd")).isEqualTo(101);
  }

  @Test
  void aNameThatIsNotThereIsAFailure() {
    assertThatThrownBy(() -> host.accounts.uid("etcd"))
        .isInstanceOf(HostFailure.class)
        .hasMessage("there is no user etcd in /etc/passwd");
  }

  /** Of a root that is not this machine's, and may be anything. */
  @Test
  void aFileWithoutAnEndIsNotReadToItsEnd() throws Exception {
    try (var file = new RandomAccessFile(host.real("etc/passwd").toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertThatThrownBy(() -> host.accounts.read())
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("/etc/passwd is larger");
  }

  @Test
  void withoutTheFilesThereAreNone() throws Exception {
    Files.delete(host.real("etc/passwd"));
    Files.delete(host.real("etc/group"));
    assertThat(host.accounts.read().users()).isEmpty();
  }
}
