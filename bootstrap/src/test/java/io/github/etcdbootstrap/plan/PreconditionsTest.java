package io.github.etcdbootstrap.plan;

import static io.github.etcdbootstrap.plan.Scenario.aBareHost;
import static io.github.etcdbootstrap.plan.Scenario.aFinishedHost;
import static io.github.etcdbootstrap.plan.Scenario.anInstalledHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
  private static final long MEGABYTE = 1 << 20;
  private static final long PLENTY = 8000 * MEGABYTE;

  @Test
  void aFitHostHasNoProblem() {
    assertThat(problems(aBareHost().mounted("/", true, PLENTY))).isEmpty();
  }

  @Test
  void rootIsAskedForBeforeAnythingElse() {
    Host.Identity identity = aBareHost().notRoot().facts().identity();
    assertThatThrownBy(() -> Preconditions.requireRoot(identity))
        .isInstanceOf(BadInput.class)
        .hasMessage("etcd-bootstrap is not running as root\n  run it as root");
    Preconditions.requireRoot(aBareHost().facts().identity());
  }

  @Test
  void withoutRootInPasswdNoOwnerCanBeSet() {
    assertThat(problems(aBareHost().withoutRootInPasswd()))
        .containsExactly("/etc/passwd has no user root: it is damaged or unreadable");
  }

  @Test
  void aNameMustNotBeAnotherHosts() {
    Scenario host =
        aBareHost()
            .unresolved("x-k3s-m-1")
            .resolves("x-k3s-m-2", "192.168.7.99")
            .resolves("x-k3s-m-3", "192.168.7.13");
    assertThat(problems(host))
        .containsExactly(
            "the name x-k3s-m-1 does not resolve on this host, but peers are told to use it",
            "the name x-k3s-m-2 is another host's: here it resolves to 192.168.7.99, but"
                + " cluster.yml says 192.168.7.12");
  }

  @Test
  void aHostMayCallItselfByLoopbackButNoPeerMay() {
    assertThat(problems(aBareHost().resolves("x-k3s-m-1", "127.0.1.1"))).isEmpty();
    assertThat(problems(aBareHost().resolves("x-k3s-m-2", "127.0.1.1"))).hasSize(1);
  }

  /** etcd tries the wrong one as well, and maybe first. */
  @Test
  void aNameThatResolvesToAnotherHostTooIsAWarning() {
    Scenario host =
        aBareHost()
            .resolves("x-k3s-m-1", "127.0.1.1", "192.168.7.11")
            .resolves("x-k3s-m-2", "192.168.7.99", "192.168.7.12")
            .resolves("x-k3s-m-3", "192.168.7.13", "fd00::13");
    assertThat(problems(host)).isEmpty();
    assertThat(host.plan().warnings())
        .containsExactly(
            "the name x-k3s-m-2 resolves to 192.168.7.12 here, and to 192.168.7.99 too, which"
                + " cluster.yml does not know");
  }

  @Test
  void aLineOfTheOwnersInAManagedHostsFileMustNotNameAMemberElsewhere() {
    String lines =
        """
        127.0.1.1 x-k3s-m-1.edge.huatai.me
        192.168.7.98  X-k3s-m-2.edge.huatai.me\tx-k3s-m-2 # the old Pi
        192.168.7.99 x-k3s-m-2.edge.huatai.me
        192.168.7.13 x-k3s-m-3.edge.huatai.me
        # 192.168.7.97 x-k3s-m-3.edge.huatai.me
        somewhere x-k3s-m-3.edge.huatai.me
        192.168.7.96 not-x-k3s-m-3.edge.huatai.me
        """;
    String problem =
        "a line of yours in /etc/hosts has 192.168.7.98, 192.168.7.99 for"
            + " x-k3s-m-2.edge.huatai.me, but cluster.yml says 192.168.7.12";

    assertThat(problems(aBareHost(Edge.config(Edge.named(), 1)).text(Layout.HOSTS, lines)))
        .containsExactly(problem);
    Scenario member = aFinishedHost(Edge.config(Edge.named(), 1));
    String block = member.facts().file(Layout.HOSTS).content().orElseThrow().text();
    assertThat(member.text(Layout.HOSTS, lines + block).plan().warnings()).containsExactly(problem);
    assertThat(member.text(Layout.HOSTS, block).plan().warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 2379, true",
    "::, 2380, true",
    "192.168.7.11, 2380, true",
    "127.0.0.1, 2379, true",
    "127.0.0.1, 2381, true",
    "127.0.0.1, 2380, false",
    "192.168.7.11, 2381, false",
    "0.0.0.0, 2382, false"
  })
  void aPortIsTakenByAddress(String address, int port, boolean taken) {
    List<String> problems = problems(aBareHost().listening(address, port, "nginx", 12));
    String words = "port %d, on which etcd is to listen, is taken by nginx (PID 12)";
    assertThat(problems).isEqualTo(taken ? List.of(words.formatted(port)) : List.of());
  }

  @Test
  void anEtcdThatTheServiceDidNotStartIsARefusalThatMayPass() {
    Plan plan = aBareHost().listening("192.168.7.11", 2379, "etcd", 12).plan();
    Refusal refusal = plan.refusal().orElseThrow();
    assertThat(refusal.reason())
        .isEqualTo(
            "etcd (PID 12) listens on port 2379 of this host, but the service etcd is not running");
    assertThat(refusal.mayPass()).isTrue();
  }

  @Test
  void roomIsNeededOnlyForWhatIsYetToBeWritten() {
    assertThat(problems(aFinishedHost().mounted("/", true, 0))).isEmpty();
    assertThat(problems(anInstalledHost().mounted("/", true, 100 * MEGABYTE)))
        .containsExactly(
            "no room on the file system at / for /var/lib/etcd: free 100 MiB, needed 150 MiB");
    assertThat(problems(aBareHost().mounted("/usr/local/lib/etcd", true, 20 * MEGABYTE)))
        .containsExactly(
            "no room on the file system at /usr/local/lib/etcd for /usr/local/lib/etcd/v3.5.2,"
                + " /usr/local/lib/etcd/current: free 20 MiB, needed 65 MiB");
  }

  @Test
  void eachFileSystemIsToldOnce() {
    Scenario host =
        aBareHost()
            .mounted("/", true, PLENTY)
            .mounted("/etc", true, 4096)
            .mounted("/var/lib/etcd", true, MEGABYTE);
    assertThat(problems(host))
        .satisfiesExactly(
            etc -> assertThat(etc).startsWith("no room on the file system at /etc for"),
            data -> assertThat(data).contains("/var/lib/etcd: free 1 MiB, needed 151 MiB"));
  }

  @Test
  void readOnlyMattersWhereSomethingIsWritten() {
    assertThat(problems(aFinishedHost().mounted("/", false, PLENTY))).isEmpty();
    assertThat(
            problems(
                aFinishedHost().text(Layout.CONF_D, "# etcd-bootstrap\n").mounted("/", false, 0)))
        .containsExactly(
            "the file system at / is read-only, but /etc/conf.d/etcd must be written there");
    assertThat(problems(aBareHost().mounted("/", false, PLENTY)).get(0))
        .startsWith("the file system at / is read-only, but /usr/local/lib/etcd/v3.5.2, ")
        .endsWith(" more must be written there");
  }

  @Test
  void whatIsOfAnotherKindIsTheOwnersToMove() {
    FileState file = FileState.file(Content.of("x"), Ownership.root(0644));
    FileState folder = FileState.folder(Ownership.root(0755));
    FileState fifo =
        new FileState(
            FileState.Kind.OTHER,
            Optional.of(Ownership.root(0644)),
            Optional.empty(),
            Optional.empty());
    Scenario host =
        aBareHost()
            .file(Layout.ETC, file)
            .file(Layout.CONF, folder)
            .file(Layout.CONF_D, fifo)
            .file(Layout.CURRENT, folder);
    assertThat(problems(host))
        .containsExactly(
            "/usr/local/lib/etcd/current is a folder, expected a link",
            "/etc/etcd is a file, expected a folder",
            "/etc/conf.d/etcd is neither file nor folder, expected a file",
            "/etc/etcd/conf.yml is a folder, expected a file");
  }

  /** Else the block alone would be left of it. */
  @Test
  void aHostsFileThatWasNotReadIsNotReplaced() {
    Ownership owner = Ownership.root(0644);
    FileState large =
        new FileState(FileState.Kind.FILE, Optional.of(owner), Optional.empty(), Optional.empty());
    FileState link = FileState.link("/srv/hosts", owner);
    Scenario managed = aBareHost(Edge.config(Edge.named(), 1));

    assertThat(problems(managed.file(Layout.HOSTS, link)))
        .containsExactly(
            "/etc/hosts is a link to /srv/hosts, so the members' block cannot be set in it");
    assertThat(problems(managed.file(Layout.HOSTS, FileState.folder(owner))))
        .containsExactly("/etc/hosts is a folder, so the members' block cannot be set in it");
    assertThat(problems(managed.file(Layout.HOSTS, large)))
        .containsExactly(
            "/etc/hosts is larger than 1 MiB, so the members' block cannot be set in it");
    assertThat(problems(managed.file(Layout.HOSTS, FileState.ABSENT))).isEmpty();
    assertThat(problems(aBareHost().file(Layout.HOSTS, large))).isEmpty();
  }

  @Test
  void alsoWhereAFolderComesWithWhatIsPutIntoIt() {
    FileState file = FileState.file(Content.of("x"), Ownership.root(0644));
    FileState link = FileState.link("/mnt/seed", Ownership.root(0777));
    assertThat(problems(aBareHost().file(Layout.RELEASES, file).file(Layout.RUNNER.parent(), file)))
        .containsExactly(
            "/usr/local/lib/etcd is a file, expected a folder",
            "/usr/local/lib/etcd-bootstrap is a file, expected a folder");
    assertThat(problems(aBareHost().file(Layout.KEPT_SEED, file)))
        .containsExactly("/var/lib/etcd-bootstrap/seed is a file, expected a folder");
    assertThat(problems(aBareHost().file(Layout.KEPT_SEED, link)))
        .containsExactly("/var/lib/etcd-bootstrap/seed is a link to /mnt/seed, expected a folder");
    assertThat(problems(aBareHost().file(Layout.RELEASES, link))).isEmpty();
  }

  private static List<String> problems(Scenario scenario) {
    BadInput thrown = catchThrowableOfType(BadInput.class, scenario::plan);
    return thrown == null ? List.of() : thrown.problems().stream().map(Problem::cause).toList();
  }
}
