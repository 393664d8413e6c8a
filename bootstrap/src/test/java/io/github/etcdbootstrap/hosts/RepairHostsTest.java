package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is damaged on one host, one run mends it, and changes nothing else. */
class RepairHostsTest extends Repair {
  private static final int NOT_AS_IT_SHOULD_BE = 1;
  private static final String REPLACED = "/var/lib/etcd-bootstrap/replaced";

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.etcdbootstrap.hosts.Damage#all")
  void mends(Damage damage) {
    isMended(damage);
    assertThat(cluster.run(HOST).expect(0).out()).startsWith("nothing to change");
  }

  /** Alpine's package has a file at each of these places. */
  @ParameterizedTest
  @ValueSource(strings = {"/etc/init.d/etcd", "/etc/conf.d/etcd", "/etc/etcd/conf.yml"})
  void keepsACopyOfWhatIsNotOurs(String path) {
    byHand("echo '# the owner wrote this himself' >" + path);

    String copy = copyKeptOf(path);

    assertThat(cluster.hosts.exec(HOST, "cat", copy).out())
        .isEqualTo("# the owner wrote this himself\n");
    assertThat(cluster.hosts.exec(HOST, "stat", "-c", "%a %U", REPLACED).out())
        .isEqualTo("700 root\n");
    isAsItWasWithoutTheCopy();
  }

  /** What it leads to is the owner's, and stays as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"/etc/init.d/etcd", "/etc/etcd/conf.yml"})
  void keepsALinkThatIsNotOurs(String path) {
    String theirs = "/etc/etcd/theirs";
    byHand("mv %s %s; ln -s %2$s %1$s".formatted(path, theirs));

    String copy = copyKeptOf(path);

    assertThat(cluster.hosts.exec(HOST, "readlink", copy).out()).isEqualTo(theirs + "\n");
    byHand("rm " + theirs);
    isAsItWasWithoutTheCopy();
  }

  private String copyKeptOf(String path) {
    Result run = cluster.run(HOST).expect(0);
    assertThat(cluster.etcdPid(HOST)).isEqualTo(pid);
    String copies = cluster.hosts.shell(HOST, "ls -d " + REPLACED + path + ".*").expect(0).out();
    assertThat(copies.lines()).hasSize(1);
    assertThat(run.out()).contains(copies.strip());
    return copies.strip();
  }

  private void isAsItWasWithoutTheCopy() {
    cluster.hosts.exec(HOST, "rm", "-r", REPLACED).expect(0);
    assertThat(cluster.contents(HOST).changesSince(contents)).isEmpty();
    isWhole();
  }

  /** The account stays as it is, and what etcd has written follows it. */
  @Test
  void accountWithAnotherUidThanTheDatas() {
    byHand("sed -i 's/^etcd:x:100:/etcd:x:777:/' /etc/passwd");
    cluster.run(HOST).expect(0);
    runsAs("777");

    isNotYetAsItWas();
    byHand("rc-service etcd stop\nsed -i 's/^etcd:x:777:/etcd:x:100:/' /etc/passwd");
    cluster.run(HOST).expect(0);
    runsAs("100");
    assertThat(cluster.contents(HOST).changesSince(contents)).isEmpty();
  }

  private void runsAs(String uid) {
    isWhole();
    String process = "/proc/" + cluster.etcdPid(HOST);
    assertThat(cluster.hosts.exec(HOST, "stat", "-c", "%u", process).out().strip()).isEqualTo(uid);
    assertThat(cluster.hosts.exec(HOST, "id", "-u", "etcd").out().strip()).isEqualTo(uid);
  }

  /** The file that it was started with is put right, and so is what runs. */
  @Test
  void etcdThatRunsWithAnEditedConf() {
    byHand(
        """
        sed -i 's/^snapshot-count: .*/snapshot-count: 777/' /etc/etcd/conf.yml
        rc-service etcd restart
        """);
    cluster.awaitHealthy(HOST);
    String wrong = cluster.etcdPid(HOST);

    Result run = cluster.run(HOST).expect(0);

    assertThat(run.out()).contains("snapshot-count");
    assertThat(cluster.etcdPid(HOST)).isNotEmpty().isNotEqualTo(wrong);
    assertThat(cluster.contents(HOST).changesSince(contents)).isEmpty();
    isWhole();
  }

  /** Nor can anybody see it by size, inode or time: as if the card had lost it by itself. */
  @Test
  void rotThatChangesNoTimeIsFoundByVerify() {
    byHand(
        """
        file=/usr/local/lib/etcd/v3.5.2/etcdutl
        printf X | dd of=$file bs=1 seek=50000 conv=notrunc
        time=$(stat -c '%Z %z' $file | sed 's/^\\([0-9]*\\) .*\\.\\([0-9]*\\) .*/\\1\\2/')
        sed -i "s|,[0-9]*\\( $file\\)$|,$time\\1|" /run/etcd-bootstrap/verified
        """);
    assertThat(cluster.run(HOST).expect(0).out()).startsWith("nothing to change");

    Result verified = cluster.run(HOST, "verify").expect(NOT_AS_IT_SHOULD_BE);

    assertThat(verified.out() + verified.err()).contains("/usr/local/lib/etcd/v3.5.2");
    cluster.run(HOST).expect(0);
    assertThat(cluster.etcdPid(HOST)).isEqualTo(pid);
    assertThat(cluster.contents(HOST).changesSince(contents)).isEmpty();
    isWhole();
  }
}
