package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandsTest {
  @TempDir Path top;
  TestRoot host;
  AccountCommands commands;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    host.put("etc/passwd", "root:x:0:0:root:/root:/bin/ash\n");
    host.put("etc/group", "root:x:0:root\n");
    String path = FakeCommands.install(host);
    commands = new AccountCommands(host.root, new Commands(path), host.accounts);
  }

  @Test
  void makesGroupAndUserAsAlpinesPackageDoes() {
    commands.addGroup("etcd");
    commands.addUser("etcd", "etcd");
    assertThat(host.text("calls"))
        .isEqualTo("adduser -S -D -H -h /dev/null -s /sbin/nologin -G etcd -g etcd etcd\n");
    assertThat(host.accounts.read().users()).containsEntry("etcd", new Host.User(101, 102));
    assertThat(host.accounts.uid("etcd")).isEqualTo(101);
  }

  @Test
  void aFailureIsInTheCommandsOwnWords() {
    assertThatThrownBy(() -> commands.addUser("etcd", "etcd"))
        .isInstanceOf(HostFailure.class)
        .hasMessageEndingWith("failed: adduser: unknown group etcd");
    FakeCommands.put(host, "addgroup", "#!/bin/sh\nexit 0\n");
    assertThatThrownBy(() -> commands.addGroup("etcd"))
        .hasMessage("`addgroup -S etcd` succeeded, but /etc/group does not have it");
  }
}
