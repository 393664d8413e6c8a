package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Edge;
import io.github.etcdbootstrap.plan.FileState;
import io.github.etcdbootstrap.plan.Layout;
import java.util.List;

/** What the script etcd-run does before each start; a service of Alpine's has no such guard. */
final class EtcdRun {
  private EtcdRun() {}

  /** As start_pre asks it. */
  static boolean wouldStart(Pi pi) {
    return !isGuarded(pi) || refusal(pi).isEmpty();
  }

  /** A cluster made by hand has no guard yet: what its owner does to it is his own affair. */
  static boolean isGuarded(Pi pi) {
    return text(pi, Layout.INIT_SCRIPT).contains("etcd-bootstrap");
  }

  static void start(Pi pi) {
    if (!isGuarded(pi)) {
      exec(pi, text(pi, Layout.CONF));
    } else if (!refusal(pi).isEmpty()) {
      pi.world.tell(() -> pi + ": etcd-run refuses: " + refusal(pi));
    } else if (pi.log() != null) {
      again(pi);
    } else {
      first(pi);
    }
  }

  private static String refusal(Pi pi) {
    if (!pi.files.has(Edge.DATA) || !pi.files.has(Layout.MARKS)) {
      return "a folder is missing";
    } else if (pi.log() != null) {
      return isOnItsDisk(pi) ? "" : "the data was begun on another disk";
    }
    String permit = text(pi, Layout.FIRST);
    if (permit.isEmpty()) {
      return "no log and no permit";
    }
    String stem = stem(permit);
    if (!ours(pi, stem + ".intended") && !ours(pi, stem + ".met")) {
      return "the permit belongs to no mark of this card";
    }
    boolean again = pi.world.broken == Broken.PERMIT_NOT_USED_UP;
    return reached(pi, stem) && !again ? "the permit's member has run before" : "";
  }

  static boolean isOnItsDisk(Pi pi) {
    String disk = text(pi, Layout.DATA_DISK).lines().findFirst().orElse("");
    return pi.world.broken == Broken.DATA_DISK_IGNORED
        || !pi.files.has(Layout.DATA_DISK)
        || disk.equals(pi.serial);
  }

  /**
   * The watcher looks for a first log five times a second, and each later start looks again: data
   * that is lost between its first instant and that look is nobody's to remember.
   */
  static boolean isRemembered(Pi pi) {
    String stem = pi.name() + "-" + new EtcdId(pi.log().member);
    boolean begun = ours(pi, stem + ".intended") || ours(pi, stem + ".met");
    return isGuarded(pi) && (!begun || reached(pi, stem));
  }

  private static String stem(String permit) {
    return permit.substring("# permit ".length(), permit.indexOf('\n'));
  }

  private static void again(Pi pi) {
    rememberDisk(pi);
    List<String> marks = pi.files.list(Layout.MARKS);
    if (marks.stream().allMatch(m -> m.startsWith("data-"))) {
      put(pi, pi.name() + "-unknown.found", "install-id: \"x\"\nwhen: \"then\"\n");
    }
    for (String mark : marks) {
      if ((mark.endsWith(".intended") || mark.endsWith(".met")) && ours(pi, mark)) {
        markStarted(pi, mark.substring(0, mark.lastIndexOf('.')));
      }
    }
    if (pi.world.broken != Broken.PERMIT_NOT_USED_UP) {
      pi.files.remove(Layout.FIRST);
    }
    exec(pi, text(pi, Layout.CONF));
  }

  private static void first(Pi pi) {
    FileState permit = pi.files.look(Layout.FIRST);
    rememberDisk(pi);
    if (pi.world.broken != Broken.PERMIT_NOT_USED_UP) {
      pi.files.remove(Layout.FIRST);
    }
    pi.files.put(Layout.USED, permit);
    pi.watched = stem(permit.content().orElseThrow().text());
    exec(pi, permit.content().orElseThrow().text());
  }

  private static void rememberDisk(Pi pi) {
    boolean first = pi.log() == null;
    if (first || !pi.files.has(Layout.DATA_DISK)) {
      put(pi, "data-disk", pi.serial + "\n/sys/block/mmcblk0/device/cid\n");
    }
    if (!pi.files.has(Layout.DATA_VERSION)) {
      put(pi, "data-version", EtcdVersion.DEFAULT + "\n");
    }
  }

  /** The watcher's look: once the log is there, its member is marked. */
  static void watch(Pi pi) {
    if (pi.watched != null && pi.log() != null) {
      markStarted(pi, pi.watched);
      pi.watched = null;
    }
  }

  private static void markStarted(Pi pi, String stem) {
    if (!reached(pi, stem)) {
      String was = text(pi, Layout.MARKS.child(stem + ".intended"));
      String text = was.isEmpty() ? text(pi, Layout.MARKS.child(stem + ".met")) : was;
      put(pi, stem + ".started", text);
    }
  }

  private static boolean reached(Pi pi, String stem) {
    String id = stem.substring(stem.lastIndexOf('-'));
    return pi.files.list(Layout.MARKS).stream()
        .anyMatch(m -> m.endsWith(id + ".started") || m.endsWith(id + ".left"));
  }

  private static boolean ours(Pi pi, String mark) {
    String own = value("install-id", text(pi, Layout.INSTALL));
    String text = text(pi, Layout.MARKS.child(mark));
    return !own.isEmpty() && own.equals(value("install-id", text));
  }

  static String value(String key, String text) {
    int at = text.startsWith(key + ": ") ? 0 : text.indexOf("\n" + key + ": ") + 1;
    if (at == 0 && !text.startsWith(key + ": ")) {
      return "";
    }
    int from = at + key.length() + 2;
    return text.substring(from, text.indexOf('\n', from)).replace("\"", "");
  }

  private static void exec(Pi pi, String conf) {
    pi.pid = pi.world.draw(1).hashCode() & 0xffff;
    pi.pid = 300 + pi.pid;
    String ca =
        Sha256.of(
                pi.files
                    .look(Layout.ETC.child("ca.pem"))
                    .content()
                    .map(Content::bytes)
                    .orElse(new byte[0]))
            .hex();
    HostPath note = Layout.RUNNING;
    String text = "# process " + pi.pid + "\n# ca " + ca + "\n" + conf;
    pi.files.put(note, FileState.file(Content.of(text), Pi.ETCDS));
    if (pi.log() == null) {
      pi.beginning = conf;
      FirstLog.maybeMake(pi);
    } else if (!pi.log().damage.isEmpty()) {
      pi.world.tell(() -> pi + ": etcd cannot read its log: " + pi.log().damage);
    } else {
      pi.world.truth.started(pi.log());
      pi.etcd = new Etcd(pi, pi.log(), null);
      pi.world.tell(() -> pi + ": etcd starts with its log");
    }
  }

  private static void put(Pi pi, String mark, String text) {
    pi.files.put(Layout.MARKS.child(mark), FileState.file(Content.of(text), Pi.ETCDS));
  }

  private static String text(Pi pi, HostPath path) {
    return pi.files.look(path).content().map(Content::text).orElse("");
  }
}
