package io.github.etcdbootstrap.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What somebody does by hand to one host.
 *
 * @param commands for the host's shell
 * @param paths that this or its repair touches, with all below them
 * @param etcd what becomes of the one that ran before
 */
record Damage(String name, String commands, List<String> paths, Etcd etcd) {

  /** What becomes of a running etcd. */
  enum Etcd {
    RUNS_ON,
    IS_STARTED_ANEW,
    /** It looks at its files every half a minute, and ends if it may not. */
    MAY_HAVE_ENDED
  }

  private static final String RELEASES = "/usr/local/lib/etcd";
  private static final String RELEASE = RELEASES + "/v3.5.2";
  private static final String PROGRAM = RELEASE + "/etcd";
  private static final String GUARDS = "/usr/local/lib/etcd-bootstrap";
  private static final String KEY = "/etc/etcd/x-k3s-m-1-key.pem";
  private static final String CERTIFICATE = "/etc/etcd/x-k3s-m-1.pem";
  private static final String ENABLED = "/etc/runlevels/default/etcd";
  private static final String DATA = "/var/lib/etcd";

  private static final String KILL_SUPERVISOR = "kill -9 $(pidof supervise-daemon)";

  /** One that has ended already, of what was done to it before, is as dead as it can be. */
  static final String KILL_ETCD =
      "ls -l /proc/[0-9]*/exe 2>/dev/null"
          + " | sed -n 's|.*/proc/\\([0-9]*\\)/exe -> .*/etcd$|\\1|p' | xargs -r kill -9 || true";

  /** Every pair of these is done at once, too. */
  private static final List<Damage> FIRST =
      List.of(
          ofFile(
              "binary truncated",
              "head -c 1000000 PROGRAM >PROGRAM.cut && chmod 755 PROGRAM.cut && mv PROGRAM.cut"
                  + " PROGRAM",
              RELEASES),
          ofFile(
              "one byte of the binary flipped",
              "cp PROGRAM PROGRAM.rot && printf X | dd of=PROGRAM.rot bs=1 seek=50000 conv=notrunc"
                  + " && mv PROGRAM.rot PROGRAM",
              RELEASES),
          ofFile("link to the binary gone", "rm /usr/local/bin/etcd", "/usr/local/bin/etcd"),
          ofFile(
              "conf.yml edited",
              "sed -i 's/^heartbeat-interval: .*/heartbeat-interval: 77/' /etc/etcd/conf.yml",
              "/etc/etcd/conf.yml"),
          ofFile("init script deleted", "rm /etc/init.d/etcd", "/etc/init.d/etcd"),
          ofFile(
              "conf.d edited",
              "sed -i 's|^ETCD_DATA_DIR=.*|ETCD_DATA_DIR=/var/lib/elsewhere|' /etc/conf.d/etcd",
              "/etc/conf.d/etcd"));

  private static final List<Damage> OTHERS =
      List.of(
          ofFile("switch to the release gone", "rm " + RELEASES + "/current", RELEASES),
          ofFile("runlevel link gone", "rm " + ENABLED, ENABLED),
          ofFile(
              "link in the wrong runlevel",
              "mv " + ENABLED + " /etc/runlevels/boot/etcd",
              ENABLED,
              "/etc/runlevels/boot/etcd"),
          ofService("service stopped", "rc-service etcd stop"),
          ofService("service crashed", KILL_SUPERVISOR + "; " + KILL_ETCD),
          ofService(
              "service disabled and stopped",
              "rc-update del etcd default; rc-service etcd stop",
              ENABLED),
          ofService(
              "service left in its start, as by a killed openrc-run",
              "rc-service etcd stop; ln -s /etc/init.d/etcd /run/openrc/starting/etcd"),
          ofService(
              "service left in its stop, as by a killed openrc-run",
              "rc-service etcd stop; ln -s /etc/init.d/etcd /run/openrc/stopping/etcd"),
          ofService("supervisor killed, etcd left an orphan", KILL_SUPERVISOR),
          ofFile("key readable by the world", "chmod 644 " + KEY, KEY),
          ofFile(
              "certificate of another host",
              "cp /media/usb/x-k3s-m-2.pem " + CERTIFICATE,
              CERTIFICATE),
          ofFile("certificate gone", "rm " + CERTIFICATE, CERTIFICATE),
          ofFile(
              "account missing",
              "deluser etcd",
              "/etc/passwd",
              "/etc/passwd-",
              "/etc/shadow",
              "/etc/shadow-",
              "/etc/group",
              "/etc/group-"),
          ofData("data folder of another owner", "chown root:root " + DATA),
          ofFile("data folder of another mode", "chmod 755 " + DATA),
          ofData("files in the data folder of another owner", "chown -R root:root " + DATA + "/*"),
          ofFile(
              "marks and logs of another owner",
              "chown -R root:root /var/lib/etcd-bootstrap/marks /var/log/etcd",
              "/var/lib/etcd-bootstrap/marks"),
          ofFile("profile gone", "rm /etc/profile.d/etcd.sh", "/etc/profile.d/etcd.sh"),
          ofFile("profile edited", "echo echo >>/etc/profile.d/etcd.sh", "/etc/profile.d/etcd.sh"),
          ofFile("guard of the start gone", "rm RUNNER", GUARDS),
          ofFile("guard of the start no program", "chmod 644 RUNNER", "RUNNER"),
          ofFile("folder of the releases closed", "chmod 700 " + RELEASES, RELEASES),
          ofFile("folder of the release closed", "chmod 700 RELEASE", "RELEASE"),
          ofFile("folder of the release of another owner", "chown nobody RELEASE", "RELEASE"),
          ofFile(
              "sums of the release of another owner and mode",
              "chown nobody SUMS; chmod 666 SUMS",
              "SUMS"),
          ofFile("folder of the guard writable by all", "chmod 777 " + GUARDS, GUARDS),
          ofFile("marks closed to etcd", "chmod 000 MARKS/*", "MARKS"),
          ofFile(
              "half-written staging folder of a killed run",
              "mkdir -m 700 STAGED && head -c 300000 PROGRAM >STAGED/etcd",
              RELEASES));

  static Stream<Damage> all() {
    return Stream.of(FIRST, OTHERS).flatMap(List::stream);
  }

  /** Those for whose repair nothing of the release is needed, which is in the seed alone. */
  static Stream<Damage> withoutSeed() {
    return all().filter(damage -> !damage.commands.contains("mv " + PROGRAM + "."));
  }

  static Stream<Damage> pairs() {
    return IntStream.range(0, FIRST.size())
        .boxed()
        .flatMap(one -> FIRST.stream().skip(one + 1).map(FIRST.get(one)::and));
  }

  private static Damage ofFile(String name, String commands, String... paths) {
    return new Damage(name, inFull(commands), full(paths), Etcd.RUNS_ON);
  }

  private static Damage ofService(String name, String commands, String... paths) {
    return new Damage(name, inFull(commands), full(paths), Etcd.IS_STARTED_ANEW);
  }

  private static Damage ofData(String name, String commands) {
    return new Damage(name, inFull(commands), List.of(), Etcd.MAY_HAVE_ENDED);
  }

  private static List<String> full(String... paths) {
    return Stream.of(paths).map(Damage::inFull).toList();
  }

  private static String inFull(String text) {
    return text.replace("PROGRAM", PROGRAM)
        .replace("SUMS", RELEASE + "/SHA256SUMS")
        .replace("RELEASE", RELEASE)
        .replace("MARKS", "/var/lib/etcd-bootstrap/marks")
        .replace("STAGED", RELEASES + "/.staging-0123abcd")
        .replace("RUNNER", GUARDS + "/etcd-run");
  }

  private Damage and(Damage other) {
    List<String> touched = new ArrayList<>(paths);
    touched.addAll(other.paths);
    return new Damage(name + " and " + other.name, commands + "\n" + other.commands, touched, etcd);
  }

  @Override
  public String toString() {
    return name;
  }
}
