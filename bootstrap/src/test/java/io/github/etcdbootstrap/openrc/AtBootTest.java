package io.github.etcdbootstrap.openrc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service's script, with fake commands around it. */
@Timeout(60)
class AtBootTest {
  private static final String QUIET = "echo 'nothing to change: m is a healthy member'";
  private static final int EARLIEST = 1_700_000_000;

  @TempDir Path root;
  private Path bin;

  @BeforeEach
  void aHostThatHasAllThatARunNeeds() throws Exception {
    bin = Files.createDirectory(root.resolve("bin"));
    command("ip", "echo '2: eth0 inet 192.168.7.11/24 scope global eth0'");
    command("date", "echo " + (EARLIEST + 1));
    command("mountpoint", "exit 1");
    command("mount", "echo \"$@\" >>" + root + "/mounts; exit 1");
    Files.createDirectories(root.resolve("var/log"));
    put("etc/etcd-bootstrap.yml", "# where\nseed: \"/media/usb\"\n");
    put("media/usb/cluster.yml", "");
    put("proc/uptime", "77.12 150.00\n");
    program(QUIET);
  }

  @Test
  void whereThereIsNothingToDoThereIsNotALineAnywhere() throws Exception {
    assertThat(boot()).isZero();
    assertThat(text("runs")).isEqualTo("apply --unattended\n");
    assertThat(text("var/log/etcd-bootstrap.log") + text("console")).isEmpty();
  }

  @Test
  void whatARunCameToIsSaidOnTheConsole() throws Exception {
    program("echo 'start etcd'; echo 'm is a healthy member'");
    assertThat(boot()).isZero();
    assertThat(text("console")).isEqualTo("etcd-bootstrap: m is a healthy member\n");
    assertThat(text("var/log/etcd-bootstrap.log")).as("the run notes that itself").isEmpty();
  }

  /** However often: the same words once, in the log and on the console. */
  @Test
  void itIsTriedAgainUntilItSucceeds() throws Exception {
    itIsTriedAgain();
    assertThat(text("var/log/etcd-bootstrap.log").lines()).hasSize(1);
    assertThat(text("console").lines())
        .containsExactly(
            "etcd-bootstrap: error: no address (tried again until it succeeds); do: correct it",
            "etcd-bootstrap: nothing to change: m is a healthy member");
  }

  private void itIsTriedAgain() throws Exception {
    program(
        "[ $(wc -l <%s/runs) -gt 3 ] && %s && exit 0;".formatted(root, QUIET)
            + " echo 'error: no address' >&2; echo '  do: correct it' >&2; exit 2");
    assertThat(boot()).isZero();
    assertThat(text("runs").lines()).hasSize(4);
  }

  @Test
  void whatTheRunHasLoggedItselfIsNotLoggedTwice() throws Exception {
    program(
        "[ $(wc -l <%1$s/runs) -gt 1 ] && exit 0; echo 'refused: no quorum' >&2;".formatted(root)
            + " echo '2026 refused: no quorum' >>%s/var/log/etcd-bootstrap.log; exit 4"
                .formatted(root));
    assertThat(boot()).isZero();
    assertThat(text("var/log/etcd-bootstrap.log")).isEqualTo("2026 refused: no quorum\n");
    assertThat(text("console")).contains("refused: no quorum");
  }

  @Test
  void anAddressIsWaitedFor() throws Exception {
    command("ip", after(9, "echo '2: eth0 inet 192.168.7.11/24'", "exit 0"));
    assertThat(boot()).isZero();
    assertThat(text("var/log/etcd-bootstrap.log").lines()).hasSize(1);
    assertThat(text("console")).contains("waiting for an address of this host\n");
  }

  @Test
  void aClockThatIsSetInTimeIsWaitedFor() throws Exception {
    command("date", after(9, "echo " + (EARLIEST + 1), "echo 0"));
    assertThat(boot()).isZero();
    assertThat(text("console")).contains("waiting for the clock").doesNotContain("nobody has set");
    assertThat(text("dates")).doesNotContain("-s");
  }

  @Test
  void aClockThatNobodySetsIsSetToTheEarliestTimeThatCanBeRight() throws Exception {
    command("date", "echo \"$@\" >>%s/dates; echo 0".formatted(root));
    assertThat(boot()).isZero();
    assertThat(text("dates")).contains("-u -s @" + EARLIEST + "\n");
    assertThat(text("console")).contains("nobody has set the clock");
  }

  /** Where no clock is and no Internet either, a run would be refused for good. */
  @Test
  void aClockThatNobodySetsIsSetToWhatTheRunSaysItMustBe() throws Exception {
    aClockThatIsBehind("cat %1$s/set 2>/dev/null || echo 0");
    assertThat(boot()).isZero();
    assertThat(text("runs").lines()).hasSize(2);
    assertThat(text("dates")).isEqualTo("-u -s @%d\n-u -s @1700003600\n".formatted(EARLIEST));
    assertThat(text("console")).contains("since it was behind");
  }

  /** It may be right by all that was known when the card was baked. */
  @Test
  void aClockThatARunProvesToBeBehindIsSetIfNobodySetsIt() throws Exception {
    aClockThatIsBehind("cat %1$s/set 2>/dev/null || echo " + (EARLIEST + 60));
    assertThat(boot()).isZero();
    assertThat(text("runs").lines()).hasSize(2);
    assertThat(text("dates")).isEqualTo("-u -s @1700003600\n");
    assertThat(text("console")).contains("waiting for the clock", "since it was behind");
  }

  @Test
  void norIfSomebodySetsItMeanwhile() throws Exception {
    String later = "[ $(wc -l <%1$s/now) -lt 20 ] && echo {} || echo 1800000000";
    aClockThatIsBehind(later.replace("{}", "" + (EARLIEST + 60)));
    assertThat(boot()).isZero();
    assertThat(text("runs").lines()).hasSize(2);
    assertThat(text("dates")).isEmpty();
  }

  @Test
  void aClockThatSomebodyElseHasSetSinceIsLeftAlone() throws Exception {
    aClockThatIsBehind(
        "[ ! -e %1$s/set ] && echo 0 || echo $(($(cat %1$s/set) + 10 * $(wc -l <%1$s/now)))");
    assertThat(boot()).isZero();
    assertThat(text("dates")).isEqualTo("-u -s @%d\n".formatted(EARLIEST));
  }

  private void aClockThatIsBehind(String now) throws Exception {
    String behind =
        "  do: or set it by hand, at least to this (UTC): date -u -s \"2023-11-14 23:13:20\"";
    program("[ $(wc -l <%s/runs) -gt 1 ] && exit 0; echo '%s'; exit 4".formatted(root, behind));
    String set = "*-s*) echo \"$@\" >>%1$s/dates; echo ${3#@} >%1$s/set ;;";
    String parse = "*-d*) PATH=${PATH#*:} exec date \"$@\" ;;";
    String say = "*) echo >>%1$s/now; " + now + " ;;";
    command("date", ("case \"$*\" in " + set + parse + say + " esac").formatted(root));
  }

  @Test
  void aCableThatIsPutInEndsTheWait() throws Exception {
    put("sys/class/net/eth0/carrier", "0\n");
    command("sleep", "echo >>%1$s/sleeps; echo 1 >%1$s/sys/class/net/eth0/carrier".formatted(root));
    program("[ $(wc -l <%s/runs) -gt 1 ] || exit 4".formatted(root));
    assertThat(start("2", "60").waitFor()).isZero();
    assertThat(text("runs").lines()).hasSize(2);
    assertThat(text("sleeps").lines()).hasSize(1);
  }

  @Test
  void aStickThatFstabListsIsMounted() throws Exception {
    Files.delete(root.resolve("media/usb/cluster.yml"));
    put(
        "etc/fstab",
        "# /dev/x /media/usb\n/dev/sda1 /media/usb vfat noauto 0 0\n/dev/b /srv ext4\n");
    command("mount", after(7, "echo >%s/media/usb/cluster.yml".formatted(root), "exit 1"));
    assertThat(boot()).isZero();
    assertThat(text("console")).contains("waiting for the seed in /media/usb: plug the stick in");
    assertThat(text("calls-of-mount").lines()).hasSize(8).containsOnly("/media/usb");
  }

  /** As the README puts it on a stick. */
  @Test
  void theSeedMayBeAFolderOfThePlaceThatIsNamed() throws Exception {
    Files.delete(root.resolve("media/usb/cluster.yml"));
    put("media/usb/seed/cluster.yml", "");
    assertThat(boot()).isZero();
    assertThat(text("console")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed: /media/usb",
        "seed:   /media/usb   # the stick",
        "# seed: /nowhere\nseed: '/media/usb'\r",
        "seed: \"/media/usb\" # the stick",
        "seed: file:///media/usb",
        "seed: file:/media/usb"
      })
  void theSeedIsWhereItsFileSays(String setting) throws Exception {
    put("etc/etcd-bootstrap.yml", setting + "\n");
    put("media/other/cluster.yml", "");
    Files.delete(root.resolve("media/usb/cluster.yml"));
    put("var/lib/etcd-bootstrap/seed/cluster.yml", "");
    assertThat(boot()).isZero();
    assertThat(text("console")).contains("waiting for the seed in /media/usb\n");
  }

  /** What only the run understands is not waited for: it would be for ever. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{seed: /media/usb}",
        "seed: \"/media\\x2fusb\"",
        "seed: file:///media%2fusb",
        "seed: https://x/y",
        "seed:",
        ""
      })
  void whereTheSeedIsInAnotherWayIsTheRunsToSay(String setting) throws Exception {
    Files.delete(root.resolve("media/usb/cluster.yml"));
    put("etc/etcd-bootstrap.yml", setting + "\n");
    program(
        "[ $(wc -l <%s/runs) -gt 1 ] && exit 0; echo 'error: no such seed'; exit 2"
            .formatted(root));
    assertThat(boot()).isZero();
    assertThat(text("console")).startsWith("etcd-bootstrap: error: no such seed");
  }

  /** The stick may be in, and its file system damaged: that is said when it is so. */
  @Test
  void whatStandsInTheWayOfTheSeedIsSaid() throws Exception {
    Files.delete(root.resolve("media/usb/cluster.yml"));
    put("etc/fstab", "/dev/sda1 /media/usb vfat noauto 0 0\n");
    String damaged = "echo mount: wrong fs >&2; [ $(wc -l <%1$s/calls-of-mount) -lt 14 ] ||";
    command(
        "mount",
        after(8, damaged + " : >%1$s/media/usb/cluster.yml", "echo; echo mount: no device >&2")
            .formatted(root));
    assertThat(boot()).isZero();
    assertThat(text("console").lines().filter(line -> line.contains("waiting for the seed")))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("(mount: wrong fs)");
    assertThat(text("var/log/etcd-bootstrap.log")).contains("(mount: no device)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"60s", "1 minute", "99999999999999999999", "08x"})
  void aSettingThatIsNoNumberIsSaid(String wait) throws Exception {
    assertThat(start("0", "0", wait).waitFor()).isZero();
    assertThat(text("console"))
        .isEqualTo(
            "etcd-bootstrap: clock_wait=%s in /etc/conf.d/etcd-bootstrap is no number of seconds: 60 is taken\n"
                .formatted(wait));
    assertThat(text("runs").lines()).hasSize(1);
  }

  /** 09 is no number to a shell that counts. */
  @Test
  void aNumberMayBeginWithNoughts() throws Exception {
    assertThat(start("0", "0", "009").waitFor()).isZero();
    assertThat(text("console")).isEmpty();
  }

  @Test
  void whatAnEarlierBootHasLoggedIsLoggedOfThisOneToo() throws Exception {
    put("var/log/etcd-bootstrap.log", "2026 at boot: error: no address (tried again …); do: x\n");
    itIsTriedAgain();
    assertThat(text("var/log/etcd-bootstrap.log").lines()).hasSize(2);
  }

  @Test
  void withoutASettingAnyMediumWillDo() throws Exception {
    Files.delete(root.resolve("etc/etcd-bootstrap.yml"));
    Files.delete(root.resolve("media/usb/cluster.yml"));
    put("etc/fstab", "/dev/sdb1 /media/second ext4 noauto 0 0\n");
    command(
        "mount",
        "mkdir -p %1$s/media/second/seed; : >%1$s/media/second/seed/cluster.yml".formatted(root));
    assertThat(boot()).isZero();
    assertThat(text("runs").lines()).hasSize(1);
  }

  /** It serves for repairs, and the run says so. */
  @Test
  void whereACopyOfTheSeedIsKeptItIsNotWaitedForForEver() throws Exception {
    Files.delete(root.resolve("media/usb/cluster.yml"));
    put("var/lib/etcd-bootstrap/seed/cluster.yml", "");
    assertThat(boot()).isZero();
    assertThat(text("runs").lines()).hasSize(1);
    assertThat(text("console")).contains("waiting for the seed in /media/usb\n");
  }

  @Test
  void stoppedItTakesItsRunAlong() throws Exception {
    program("echo $$ >%s/child; exec sleep 60".formatted(root));
    Process boot = start();
    while (text("child").isEmpty()) {
      Thread.onSpinWait();
    }
    boot.destroy();
    assertThat(boot.waitFor(20, TimeUnit.SECONDS)).isTrue();
    long child = Long.parseLong(text("child").strip());
    ProcessHandle.of(child).ifPresent(p -> p.onExit().orTimeout(20, TimeUnit.SECONDS).join());
  }

  private String after(int calls, String then, String before) {
    String notes = root + "/calls-of-${0##*/}";
    return "echo \"$@\" >>%1$s; if [ $(wc -l <%1$s) -gt %2$d ]; then %3$s; else %4$s; fi"
        .formatted(notes, calls, then, before);
  }

  private void program(String text) throws Exception {
    command("program", "echo \"$@\" >>" + root + "/runs; " + text);
  }

  private void command(String name, String text) throws Exception {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void put(String path, String text) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String text(String path) throws Exception {
    Path file = root.resolve(path);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private int boot() throws Exception {
    return start().waitFor();
  }

  private Process start() throws Exception {
    return start("0", "0");
  }

  private Process start(String step, String pause) throws Exception {
    return start(step, pause, "20");
  }

  private Process start(String step, String pause, String wait) throws Exception {
    String script = Path.of("..", "openrc", "at-boot").toString();
    ProcessBuilder builder = new ProcessBuilder("sh", script, "" + EARLIEST, wait);
    Optional<Path> busybox = Applets.install(root);
    busybox.ifPresent(applets -> builder.command().set(0, applets.resolve("sh").toString()));
    String machines = busybox.map(Path::toString).orElse("/usr/bin:/bin");
    builder.environment().put("PATH", bin + ":" + machines);
    builder.environment().put("AT_BOOT_ROOT", root.toString());
    builder.environment().put("AT_BOOT_PROGRAM", bin.resolve("program").toString());
    builder.environment().put("AT_BOOT_CONSOLE", root.resolve("console").toString());
    builder.environment().put("AT_BOOT_STEP", step);
    builder.environment().put("AT_BOOT_PAUSE", pause);
    builder.redirectErrorStream(true).redirectOutput(root.resolve("out").toFile());
    return builder.start();
  }
}
