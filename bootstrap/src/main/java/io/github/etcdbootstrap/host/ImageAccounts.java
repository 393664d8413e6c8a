package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes accounts in an image, to the letter as busybox's commands make them on a machine (busybox:
 * loginutils/adduser.c, addgroup.c): no program of an image is ever run.
 */
final class ImageAccounts {
  private static final HostPath ETC = HostPath.of("/etc");
  private static final HostPath PASSWD = ETC.child("passwd");
  private static final HostPath GROUP = ETC.child("group");
  private static final int FIRST = 100;
  private static final int LAST = 999;
  private static final long SECONDS_OF_A_DAY = 86_400;

  private final Root root;
  private final Looks looks;
  private final AccountFiles accounts;
  private final Consumer<NodeFile> writing;
  private final long day;

  /**
   * @param made when an account's password is said to have been set
   */
  ImageAccounts(
      Root root, Looks looks, AccountFiles accounts, Consumer<NodeFile> writing, Instant made) {
    this.root = root;
    this.looks = looks;
    this.accounts = accounts;
    this.writing = writing;
    this.day = made.getEpochSecond() / SECONDS_OF_A_DAY;
  }

  void addGroup(String group) {
    int gid = free(accounts.read().groups().values(), GROUP);
    changeIfThere(ETC.child("gshadow"), text -> withLine(text, group, ":!::"));
    change(GROUP, text -> withLine(text, group, ":x:" + gid + ":"));
    accounts.read();
  }

  void addUser(String user, String group) {
    Host.Accounts there = accounts.read();
    int uid = free(there.users().values().stream().map(Host.User::uid).toList(), PASSWD);
    int gid = there.groups().get(group);
    String rest = ":x:%d:%d:%s:/dev/null:/sbin/nologin".formatted(uid, gid, user);
    String shadow = ":!:" + day + ":0:99999:7:::";
    changeIfThere(ETC.child("shadow"), text -> withLine(text, user, shadow));
    changeIfThere(ETC.child("gshadow"), text -> withMember(text, group, user));
    change(GROUP, text -> withMember(text, group, user));
    // Last: where it is missing the next run does all of this again.
    change(PASSWD, text -> withLine(text, user, rest));
    accounts.read();
  }

  private static int free(Collection<Integer> taken, HostPath file) {
    for (int id = FIRST; id <= LAST; id++) {
      if (!taken.contains(id)) {
        return id;
      }
    }
    throw new HostFailure(
        "%s has no free number from %d to %d".formatted(file, FIRST, LAST),
        "remove accounts that nobody needs");
  }

  private static String withLine(String text, String name, String rest) {
    boolean there = text.startsWith(name + ":") || text.contains("\n" + name + ":");
    return there ? text : text + name + rest + "\n";
  }

  /** The last field of a line of group or gshadow has the members. */
  private static String withMember(String text, String group, String user) {
    StringBuilder changed = new StringBuilder();
    for (String line : text.split("(?<=\n)")) {
      String bare = line.stripTrailing();
      boolean lacks = line.startsWith(group + ":") && !bare.matches(".*[:,]" + user + "(,.*)?");
      changed.append(lacks ? bare + (bare.endsWith(":") ? "" : ",") + user + "\n" : line);
    }
    return changed.toString();
  }

  private void changeIfThere(HostPath file, UnaryOperator<String> how) {
    if (!looks.look(real(file)).is(FileState.Kind.ABSENT)) {
      change(file, how);
    }
  }

  private void change(HostPath file, UnaryOperator<String> how) {
    HostPath real = real(file);
    FileState there = looks.look(real);
    if (!there.is(FileState.Kind.FILE) || there.content().isEmpty()) {
      throw new HostFailure(file + " is not a file that an account can be added to", "put it back");
    }
    String old = new String(there.content().get().bytes(), StandardCharsets.ISO_8859_1);
    String whole = old.isEmpty() || old.endsWith("\n") ? old : old + "\n";
    byte[] bytes = how.apply(whole).getBytes(StandardCharsets.ISO_8859_1);
    Ownership as = there.ownership().orElseThrow();
    writing.accept(new NodeFile(real, Content.of(bytes), as));
  }

  /** A link stays: the file that it leads to is changed. */
  private HostPath real(HostPath file) {
    return root.pathOf(root.follow(file));
  }
}
