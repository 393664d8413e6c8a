package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
  }

  private void write(String path, String content, int mode) {
    host.files.write(
        new NodeFile(path(path), Content.of(content), new Ownership("root", "root", mode)));
  }

  @Test
  void writesWithModeAndLeavesNothingElse() {
    host.folder("etc/etcd");
    write("/etc/etcd/conf.yml", "name: a\n", 0640);
    write("/etc/etcd/conf.yml", "name: b\n", 0644);
    assertThat(host.text("/etc/etcd/conf.yml")).isEqualTo("name: b\n");
    assertThat(host.mode("/etc/etcd/conf.yml")).isEqualTo("rw-r--r--");
    assertThat(host.names("/etc/etcd")).containsExactly("conf.yml");
  }

  @Test
  void givesItToWhomItBelongs() throws IOException {
    assumeTrue(TestRoot.runAsRoot(top));
    host.files.write(
        new NodeFile(path("/key.pem"), Content.of("k"), new Ownership("root", "etcd", 0640)));
    assertThat(host.looks.look(path("/key.pem")).ownership())
        .contains(new Ownership("root", "etcd", 0640));
    Map<String, Object> raw =
        Files.readAttributes(host.real("/key.pem"), "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    assertThat(raw).containsEntry("uid", 0).containsEntry("gid", 4242);
  }

  @Test
  void aKeyIsNeverReadableByOthersNotForAnInstant() throws Exception {
    host.folder("etc/etcd");
    Set<String> modes = new TreeSet<>();
    Thread writer = new Thread(() -> write("/etc/etcd/key", "k".repeat(30_000_000), 0600));
    writer.start();
    while (writer.isAlive()) {
      addModes(host.real("etc/etcd"), modes);
    }
    writer.join();
    assertThat(modes).containsExactly("rw-------");
  }

  private static void addModes(Path folder, Set<String> modes) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        try {
          modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        } catch (IOException e) {
          assertThat(file).doesNotExist();
        }
      }
    }
  }

  private void save(String path, AtomicFiles.Fill fill) {
    host.files.save(path(path), new Ownership("root", "etcd", 0640), fill);
  }

  @Test
  void savesWhatSomebodyElseMakes() throws IOException {
    save("/var/snapshots/one.db", to -> Files.write(to, new byte[100_000]));
    assertThat(host.real("/var/snapshots/one.db")).hasSize(100_000);
    assertThat(host.mode("/var/snapshots/one.db")).isEqualTo("rw-r-----");
    assertThat(host.looks.look(path("/var/snapshots/one.db")).ownership())
        .map(Ownership::group)
        .contains(TestRoot.runAsRoot(top) ? "etcd" : "root");

    save("/var/snapshots/one.db", to -> Files.writeString(to, "new"));
    assertThat(host.text("/var/snapshots/one.db")).isEqualTo("new");
    assertThat(host.names("/var/snapshots")).containsExactly("one.db");
  }

  @Test
  void whileItIsMadeOnlyTheOldOneIsThere() {
    host.put("var/one.db", "old");
    save(
        "/var/one.db",
        to -> {
          Files.write(to, new byte[100_000]);
          String half = host.names("/var").get(0);
          assertThat(half).startsWith(".one.db.etcd-bootstrap-");
          assertThat(host.text("/var/one.db")).isEqualTo("old");
          assertThat(new Leftovers(host.root).in(path("/var")))
              .containsExactly(path("/var/" + half));
        });
    assertThat(host.names("/var")).containsExactly("one.db");
  }

  @Test
  void whatCannotBeMadeIsNotThere() {
    host.put("var/one.db", "old");
    assertThatThrownBy(
            () ->
                save(
                    "/var/one.db",
                    to -> {
                      Files.write(to, new byte[100_000]);
                      throw new IOException("the snapshot broke off");
                    }))
        .isInstanceOf(HostFailure.class)
        .hasMessage("writing /var/one.db: the snapshot broke off");
    assertThatThrownBy(
            () ->
                save(
                    "/var/one.db",
                    to -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(host.text("/var/one.db")).isEqualTo("old");
    assertThat(host.names("/var")).containsExactly("one.db");
  }

  @Test
  void aFullDiskIsToldAsOne() {
    assertThatThrownBy(
            () ->
                save(
                    "/var/one.db",
                    ignored -> {
                      try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
                        full.write(1);
                      }
                    }))
        .isInstanceOf(HostFailure.class)
        .hasMessageStartingWith("no room left on the disk of ")
        .hasMessageEndingWith("needed by /var/one.db");
    assertThat(host.names("/var")).isEmpty();
  }

  @Test
  void whatACutRunLeftIsRemoved() {
    host.put("etc/.conf.yml.etcd-bootstrap-00ff", "half");
    host.put("etc/.conf.yml.owners-own", "stays");
    host.put("etc/.other.etcd-bootstrap-00ff", "another file's");
    write("/etc/conf.yml", "x", 0644);
    assertThat(host.names("/etc"))
        .contains("conf.yml", ".conf.yml.owners-own", ".other.etcd-bootstrap-00ff")
        .doesNotContain(".conf.yml.etcd-bootstrap-00ff");
  }

  @Test
  void aFailureLeavesTheOldFileAndNoHalfOne() {
    host.put("etc/conf.yml", "old");
    assertThatThrownBy(
            () ->
                host.files.write(
                    new NodeFile(
                        path("/etc/conf.yml"),
                        Content.of("new"),
                        new Ownership("root", "nobody-here", 0644))))
        .isInstanceOf(HostFailure.class)
        .hasMessage("there is no group nobody-here in /etc/group");
    assertThat(host.text("/etc/conf.yml")).isEqualTo("old");
    assertThat(host.names("/etc")).containsExactly("conf.yml", "group", "passwd");
  }

  @Test
  void makesAMissingFolder() {
    write("/etc/none/conf.yml", "x", 0644);
    assertThat(host.text("/etc/none/conf.yml")).isEqualTo("x");
  }

  @Test
  void aLinkIsReplacedNotWrittenThrough() {
    host.put("etc/target", "t");
    host.link("etc/conf.yml", "target");
    write("/etc/conf.yml", "new", 0644);
    assertThat(host.text("/etc/target")).isEqualTo("t");
    assertThat(host.real("/etc/conf.yml")).isRegularFile();
  }

  @Test
  void switchesALink() {
    host.link("lib/current", "v1");
    host.files.link(path("/lib/current"), "v2");
    assertThat(host.looks.look(path("/lib/current")).target()).contains("v2");
    assertThat(host.names("/lib")).containsExactly("current");
  }

  @Test
  void movesAndMakesTheFolder() {
    host.put("var/lib/etcd/member/wal/0.wal", "w");
    host.files.move(path("/var/lib/etcd/member"), path("/var/lib/etcd/aside/member-1"));
    assertThat(host.text("/var/lib/etcd/aside/member-1/wal/0.wal")).isEqualTo("w");
    assertThat(host.mode("/var/lib/etcd/aside")).isEqualTo("rwxr-xr-x");
    assertThat(host.names("/var/lib/etcd")).containsExactly("aside");
  }

  @Test
  void neverMovesOntoAnExistingName() {
    host.put("member/wal", "w");
    // The kernel's rename would replace an empty folder without a word.
    host.folder("aside/empty");
    host.put("aside/file", "f");
    host.link("aside/dangling", "nowhere");
    host.put("file", "mine");
    for (String taken : new String[] {"empty", "file", "dangling"}) {
      for (String from : new String[] {"/member", "/file"}) {
        assertThatThrownBy(() -> host.files.move(path(from), path("/aside/" + taken)))
            .isInstanceOf(HostFailure.class)
            .hasMessage("/aside/" + taken + " already exists");
      }
    }
    assertThat(host.text("/member/wal")).isEqualTo("w");
    assertThat(host.text("/aside/file")).isEqualTo("f");
  }

  @Test
  void copiesWithModeNeverOntoAnExistingName() throws IOException {
    host.put("etc/init.d/etcd", "old script");
    Files.setPosixFilePermissions(
        host.real("etc/init.d/etcd"), PosixFilePermissions.fromString("rwxr-x---"));
    host.files.copy(path("/etc/init.d/etcd"), path("/replaced/etc/init.d/etcd.1"));
    assertThat(host.text("/replaced/etc/init.d/etcd.1")).isEqualTo("old script");
    assertThat(host.mode("/replaced/etc/init.d/etcd.1")).isEqualTo("rwxr-x---");
    assertThatThrownBy(
            () -> host.files.copy(path("/etc/passwd"), path("/replaced/etc/init.d/etcd.1")))
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> host.files.copy(path("/etc"), path("/replaced/x")))
        .hasMessage("/etc is not a regular file");
  }

  @Test
  void copiesALinkAsItIs() throws IOException {
    write("/usr/share/etcd", "theirs", 0644);
    host.files.link(path("/etc/init.d/etcd"), "../../usr/share/etcd");
    host.files.copy(path("/etc/init.d/etcd"), path("/replaced/etc/init.d/etcd.1"));

    assertThat(Files.readSymbolicLink(host.real("/replaced/etc/init.d/etcd.1")))
        .isEqualTo(Path.of("../../usr/share/etcd"));
  }

  @Test
  void removesAFileOrLinkAndIsFineWithNone() {
    host.put("a", "a");
    host.link("l", "a");
    host.files.remove(path("/l"));
    assertThat(host.real("a")).exists();
    host.files.remove(path("/a"));
    host.files.remove(path("/a"));
    host.files.remove(path("/none/a"));
    assertThat(host.real("a")).doesNotExist();
    assertThatThrownBy(() -> host.files.remove(path("/etc"))).hasMessage("/etc is a folder");
  }

  @Test
  void ownsALinkNotItsTarget() {
    host.put("target", "t");
    String before = host.mode("/target");
    host.link("l", "target");
    host.files.own(path("/l"), new Ownership("root", "root", 0600));
    assertThat(host.mode("/target")).isEqualTo(before);
    host.files.own(path("/target"), new Ownership("root", "root", 0600));
    assertThat(host.mode("/target")).isEqualTo("rw-------");
  }
}
