package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes accounts with busybox's commands, in the words of Alpine's own package of etcd. */
final class AccountCommands {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HostPath ETC = HostPath.of("/etc");
  private static final List<String> FILES = List.of("passwd", "group", "shadow", "gshadow");

  private final Root root;
  private final Commands commands;
  private final AccountFiles accounts;

  AccountCommands(Root root, Commands commands, AccountFiles accounts) {
    this.root = root;
    this.commands = commands;
    this.accounts = accounts;
  }

  void addGroup(String group) {
    made(commands.run(LIMIT, "addgroup", "-S", group));
    if (!accounts.read().groups().containsKey(group)) {
      throw new HostFailure(
          "`addgroup -S " + group + "` succeeded, but /etc/group does not have it",
          "add it to that file by hand, then run again");
    }
  }

  void addUser(String user, String group) {
    made(
        commands.run(
            LIMIT,
            "adduser",
            "-S",
            "-D",
            "-H",
            "-h",
            "/dev/null",
            "-s",
            "/sbin/nologin",
            "-G",
            group,
            "-g",
            user,
            user));
    if (!accounts.read().users().containsKey(user)) {
      throw new HostFailure(
          "`adduser … " + user + "` succeeded, but /etc/passwd does not have it",
          "add it to that file by hand, then run again");
    }
  }

  private void made(Commands.Outcome outcome) {
    outcome.orFail("create the account by hand with this machine's own command, then run again");
    try {
      for (String name : FILES) {
        Path file = root.follow(ETC.child(name));
        if (Files.exists(file)) {
          Folders.sync(file);
        }
      }
      Folders.sync(root.follow(ETC));
    } catch (IOException e) {
      throw Failures.of("writing", root.follow(ETC), e);
    }
  }
}
