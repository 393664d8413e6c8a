package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSeedTest {
  private static final Content FIRST = Content.of("token: first\n");
  private static final Content SECOND = Content.of("token: second\n");

  @TempDir Path outside;
  private Path folder;
  private FolderSeed seed;

  @BeforeEach
  void makeSeed() throws IOException {
    folder = Files.createDirectory(outside.resolve("seed"));
    Files.writeString(folder.resolve("cluster.yml"), "cluster: c\n");
    seed = FolderSeed.of(folder);
  }

  @Test
  void namesItself() {
    assertThat(seed.place()).isEqualTo(folder.toString());
    assertThat(seed.nameOf("ca.pem")).isEqualTo(folder + "/ca.pem");
    assertThat(seed.folder()).contains(HostPath.of(folder.toString()));
    assertThat(seed.writable()).isTrue();
  }

  @Test
  void readsAndLists() throws IOException {
    Files.createDirectory(folder.resolve("members"));
    Files.writeString(folder.resolve("members/a-1.started"), "x");
    assertThat(seed.read("cluster.yml")).contains(Content.of("cluster: c\n"));
    assertThat(seed.read("members/a-1.started")).contains(Content.of("x"));
    Files.writeString(folder.resolve("members/A note (1).txt"), "y");
    assertThat(seed.read("members/A note (1).txt")).contains(Content.of("y"));
    assertThat(seed.read("birth.yml")).isEmpty();
    assertThat(seed.read("nowhere/x")).isEmpty();
    assertThat(seed.list("")).containsExactly("cluster.yml", "members");
    assertThat(seed.list("members")).containsExactly("A note (1).txt", "a-1.started");
    assertThat(seed.list("nowhere")).isEmpty();
  }

  /** A Mac leaves a file `Icon` with a carriage return at its end. */
  @Test
  void whatCannotBeReadByItsNameIsNotListed() throws IOException {
    Files.createDirectory(folder.resolve("members"));
    Files.writeString(folder.resolve("members/Icon\r"), "");
    Files.writeString(folder.resolve("members/a\nb-1.started"), "");

    assertThat(seed.list("members")).isEmpty();
  }

  @Test
  void offersALargeFileWhereItIs() throws IOException {
    Path tarball = Files.writeString(folder.resolve("etcd-v3.5.2-linux-arm64.tar.gz"), "x");
    assertThat(seed.file("etcd-v3.5.2-linux-arm64.tar.gz")).contains(tarball.toRealPath().toUri());
    assertThat(seed.file("etcd-v3.5.2-linux-amd64.tar.gz")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../x", "/etc/passwd", "members/../../x", ".", "", "a//b", "a/b/c", "a\0b"})
  void staysInside(String name) {
    assertThatThrownBy(() -> seed.read(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> seed.put(name, FIRST)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> seed.publish(name, FIRST, "me"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void followsNoLinkOut() throws IOException {
    Files.writeString(outside.resolve("secret"), "x");
    Files.createSymbolicLink(folder.resolve("ca.pem"), Path.of("../secret"));
    Files.createSymbolicLink(folder.resolve("members"), outside);
    Files.createSymbolicLink(folder.resolve("inside.yml"), Path.of("cluster.yml"));
    Files.createSymbolicLink(folder.resolve("nowhere.yml"), Path.of("gone"));
    assertThatThrownBy(() -> seed.read("ca.pem"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(folder + "/ca.pem: is a link that leads out of the seed");
    assertThatThrownBy(() -> seed.list("members")).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> seed.put("members/x", FIRST)).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> seed.read("nowhere.yml")).hasMessageContaining("leads nowhere");
    assertThat(seed.read("inside.yml")).isPresent();
    assertThat(outside.resolve("x")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoSmallFile() throws IOException {
    Files.createDirectory(folder.resolve("ca.pem"));
    assertThatThrownBy(() -> seed.read("ca.pem")).hasMessageContaining("/ca.pem: is not a file");
    Files.write(folder.resolve("most"), new byte[1 << 20]);
    assertThat(seed.read("most").orElseThrow().size()).isEqualTo(1 << 20);
    Files.write(folder.resolve("more"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> seed.read("more")).hasMessageContaining("/more: is larger than 1 MiB");
    assertThatThrownBy(() -> seed.list("more")).hasMessageContaining("/more: is not a folder");
  }

  @Test
  void onlyTheFirstPublishes() {
    assertThat(seed.publish("birth.yml", FIRST, "abc")).isTrue();
    assertThat(seed.publish("birth.yml", SECOND, "def")).isFalse();
    assertThat(seed.publish("birth.yml", FIRST, "abc")).isFalse();
    assertThat(seed.read("birth.yml")).contains(FIRST);
    assertThat(seed.list("")).containsExactly("birth.yml", "cluster.yml");
  }

  @Test
  void publishesOverWhatACutRunLeft() throws IOException {
    Files.writeString(folder.resolve(".birth-abc"), "token: ha");
    assertThat(seed.publish("birth.yml", FIRST, "abc")).isTrue();
    assertThat(seed.read("birth.yml")).contains(FIRST);
    assertThat(folder.resolve(".birth-abc")).doesNotExist();
  }

  @Test
  void ofManyAtOnceOneWins() throws Exception {
    ExecutorService hosts = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "birth-" + round + ".yml";
        List<Callable<Boolean>> runs =
            IntStream.range(0, 8)
                .mapToObj(
                    i ->
                        (Callable<Boolean>)
                            () -> seed.publish(name, Content.of("by " + i), "host" + i))
                .toList();
        int won = 0;
        int winner = -1;
        List<Future<Boolean>> results = hosts.invokeAll(runs);
        for (int i = 0; i < results.size(); i++) {
          if (results.get(i).get()) {
            won++;
            winner = i;
          }
        }
        assertThat(won).isEqualTo(1);
        assertThat(seed.read(name)).contains(Content.of("by " + winner));
      }
    } finally {
      hosts.shutdown();
    }
    assertThat(seed.list("")).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void putsAMarkAndNeverRewritesIt() {
    seed.put("members/a-1.started", FIRST);
    seed.put("members/a-1.started", FIRST);
    seed.put("members/a-1.started", SECOND);
    assertThat(seed.read("members/a-1.started")).contains(FIRST);
    assertThat(seed.list("members")).containsExactly("a-1.started");
  }

  /** A pulled stick's mount point is a folder of the card: here a link to another file system. */
  @Test
  void takesNoOtherDiskForTheStick() throws IOException {
    Path point = outside.resolve("point");
    Files.createSymbolicLink(point, folder);
    FolderSeed stick = FolderSeed.of(point);
    assertThat(stick.read("birth.yml")).isEmpty();
    Files.delete(point);
    Files.createSymbolicLink(point, Path.of("/proc"));

    assertThat(
            List.<ThrowingCallable>of(
                () -> stick.read("birth.yml"),
                () -> stick.list(""),
                () -> stick.file("version"),
                () -> stick.publish("birth.yml", FIRST, "id"),
                () -> stick.put("birth.yml", FIRST)))
        .allSatisfy(
            use ->
                assertThatThrownBy(use)
                    .isInstanceOf(HostFailure.class)
                    .hasMessageContaining("is no longer the disk or share"));
  }

  /**
   * The mount point may lie on the same disk, as where a share is mounted from this host itself.
   */
  @Test
  void takesNoFolderWithoutAnInventoryForTheStick() throws IOException {
    Files.writeString(folder.resolve("cluster.yml"), "cluster: c\n");
    FolderSeed stick = FolderSeed.of(folder);
    assertThat(stick.read("birth.yml")).isEmpty();
    Files.delete(folder.resolve("cluster.yml"));

    assertThatThrownBy(() -> stick.read("birth.yml"))
        .isInstanceOf(HostFailure.class)
        .hasMessageContaining("is no longer the disk or share");
    assertThatThrownBy(() -> stick.publish("birth.yml", FIRST, "id"))
        .isInstanceOf(HostFailure.class);
    assertThat(folder.resolve("birth.yml")).doesNotExist();
  }

  @Test
  void saysWhenTheStickIsGone() throws IOException {
    Files.delete(folder.resolve("cluster.yml"));
    Files.delete(folder);
    for (Runnable use :
        List.<Runnable>of(
            () -> seed.read("cluster.yml"),
            () -> seed.list(""),
            () -> seed.put("members/x", FIRST),
            () -> seed.publish("birth.yml", FIRST, "me"))) {
      assertThatThrownBy(use::run)
          .isInstanceOfSatisfying(
              HostFailure.class,
              e -> assertThat(e.problem().remedy()).contains("see that the stick"))
          .hasMessageContaining(folder.toString());
    }
    assertThat(seed.writable()).isFalse();
  }

  @Test
  void leavesNoHalfFileWhenItFails() throws IOException {
    Files.writeString(folder.resolve("members"), "a file where a folder should be");
    assertThatThrownBy(() -> seed.put("members/x", FIRST)).isInstanceOf(BadInput.class);
    assertThat(seed.list("")).containsExactly("cluster.yml", "members");
  }
}
