package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.Damaged;
import java.util.Arrays;
import java.util.List;

/** What `model` reads of files, to be read damaged. */
public final class DamagedFiles {
  private static final EtcdId ID = EtcdId.parse("d23d84f4e3d4ac93");
  private static final Mark.Details DETAILS =
      new Mark.Details("k3s-edge-0b1e55ed", EtcdId.parse("4386a8bf"), "ca4d", "2026-11-23");

  private DamagedFiles() {}

  public static List<Damaged> all() {
    return List.of(
        new Damaged(
            "birth",
            Damaged.MANY,
            file -> {
              Birth birth = Birth.read("birth.yml", Content.of(file));
              return List.of(birth.token(), birth.initialCluster());
            },
            birth("x-k3s-m-1", "x-k3s-m-2", "x-k3s-m-3"),
            birth("a.edge.huatai.me")),
        new Damaged("mark", Damaged.MANY, DamagedFiles::mark, marks()),
        new Damaged(
            "install",
            Damaged.MANY,
            file -> {
              Install install = Install.read("install.yml", Content.of(file));
              return List.of(install.id(), install.member());
            },
            new Install("ca4d", "x-k3s-m-1", "0x1234").toContent().text(),
            new Install("ca4e", "a", Install.UNKNOWN_DISK).toContent().text()),
        new Damaged(
            "conf",
            Damaged.MANY,
            file -> {
              ConfLint.check("conf.yml", Content.of(file).text(), EtcdVersion.DEFAULT);
              return List.of();
            },
            "name: \"a\"\nsnapshot-count: 10000\nlog-outputs: [\"stderr\"]\npre-vote: true\n"
                + "peer-transport-security:\n  cert-file: \"/etc/etcd/a.pem\"\n",
            "auto-compaction-retention: \"1h30m\"\nauto-compaction-mode: \"periodic\"\n"
                + "log-level: info\nmetrics: basic\nexperimental-corrupt-check-time: 1000\n"));
  }

  /** Its first line is the file's name. */
  private static List<String> mark(byte[] file) {
    int end = 0;
    while (end < file.length && file[end] != '\n') {
      end++;
    }
    String name = Content.of(Arrays.copyOf(file, end)).text();
    byte[] rest = Arrays.copyOfRange(file, Math.min(end + 1, file.length), file.length);
    Mark.read(name, Content.of(rest)).ifPresent(mark -> mark.details().isPresent());
    return List.of();
  }

  private static String[] marks() {
    return Arrays.stream(Mark.State.values())
        .map(state -> Mark.of("x-k3s-m-1", ID, state, DETAILS))
        .map(mark -> mark.fileName() + "\n" + mark.toContent().text())
        .toArray(String[]::new);
  }

  private static String birth(String... names) {
    List<Birth.Named> founders =
        Arrays.stream(names)
            .map(n -> new Birth.Named(new MemberName(n), "https://" + n + ":2380"))
            .toList();
    return Birth.of("k3s-edge-0b1e55ed", founders, "2026-11-20T08:00:00Z", "x").toContent().text();
  }
}
