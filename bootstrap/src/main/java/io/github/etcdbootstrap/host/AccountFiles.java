package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The root's own passwd and group: names to numbers and back. */
final class AccountFiles {
  private static final HostPath PASSWD = HostPath.of("/etc/passwd");
  private static final HostPath GROUP = HostPath.of("/etc/group");

  private final Root root;
  private Host.Accounts accounts;
  private Map<Integer, String> userNames = Map.of();
  private Map<Integer, String> groupNames = Map.of();

  AccountFiles(Root root) {
    this.root = root;
  }

  /** As they are now. */
  Host.Accounts read() {
    Map<String, Integer> groups = new LinkedHashMap<>();
    Map<String, Host.User> users = new LinkedHashMap<>();
    userNames = new HashMap<>();
    groupNames = new HashMap<>();
    for (String[] line : lines(GROUP, 3)) {
      groups.putIfAbsent(line[0], Integer.valueOf(line[2]));
      groupNames.putIfAbsent(Integer.valueOf(line[2]), line[0]);
    }
    for (String[] line : lines(PASSWD, 7)) {
      int uid = Integer.parseInt(line[2]);
      users.putIfAbsent(line[0], new Host.User(uid, Integer.parseInt(line[3])));
      userNames.putIfAbsent(uid, line[0]);
    }
    accounts = new Host.Accounts(groups, users);
    return accounts;
  }

  /** Or the number, where passwd has no name for it. */
  String userName(int uid) {
    known();
    return userNames.getOrDefault(uid, Integer.toString(uid));
  }

  Ownership ownership(Stat stat) {
    known();
    return new Ownership(
        userName(stat.uid()),
        groupNames.getOrDefault(stat.gid(), Integer.toString(stat.gid())),
        stat.permissions());
  }

  int uid(String user) {
    Host.User found = known().users().get(user);
    return found != null ? found.uid() : number(user, "user", PASSWD);
  }

  int gid(String group) {
    Integer found = known().groups().get(group);
    return found != null ? found : number(group, "group", GROUP);
  }

  private Host.Accounts known() {
    return accounts != null ? accounts : read();
  }

  private static int number(String name, String kind, HostPath file) {
    if (isNumber(name)) {
      return Integer.parseInt(name);
    }
    throw new HostFailure(
        "there is no " + kind + " " + name + " in " + file, "create it, then run again");
  }

  /** Lines of at least this many fields whose numbers are numbers; others are nobody's account. */
  private List<String[]> lines(HostPath file, int fields) {
    List<String[]> lines = new ArrayList<>();
    for (String line : text(file).split("\n")) {
      String[] parts = line.split(":", -1);
      boolean whole = parts.length >= fields && isNumber(parts[2]);
      if (whole && (fields < 7 || isNumber(parts[3]))) {
        lines.add(parts);
      }
    }
    return lines;
  }

  private String text(HostPath file) {
    Path real = root.follow(file);
    if (Files.exists(real) && !Files.isRegularFile(real)) {
      // A pipe would never come to an end.
      throw new HostFailure(file + " is not a file", "put it back, then run again");
    }
    try (InputStream in = Files.newInputStream(real)) {
      byte[] bytes = in.readNBytes(Looks.LARGEST_CONTENT + 1);
      if (bytes.length > Looks.LARGEST_CONTENT) {
        throw new HostFailure(
            file + " is larger than any list of accounts", "put it back, then run again");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw Failures.of("reading", real, e);
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
