package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Roots of machines in folders: what is baked into them, what is refused, and that it stays there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class BakeJarTest {
  private static final int WRONG = 2;
  private static final int FAILED = 1;
  private static final int REFUSED = 4;
  private static final String ME = "x-k3s-m-1";

  private final TestSeed seed = TestSeed.onStick();
  private Path shared;
  private Path place;
  private AlpineRoot root;

  @BeforeAll
  void makeSeed() {
    Optional<Path> found = TestHosts.sharedRoot();
    if (found.isEmpty() || !AlpineRoot.shell("id -u").strip().equals("0")) {
      TestHosts.notHere(BakeJarTest.class, "only root may give files to the etcd of a root");
    }
    shared = found.orElseThrow();
    seed.make("--manage-hosts", "--etcd", TestSeed.releaseFor("arm64", "3.5.2"));
  }

  @AfterAll
  void removeSeed() {
    seed.close();
  }

  @BeforeEach
  void makeRoot() throws IOException {
    seed.forget();
    place = Folder.temporary("bake");
    root = AlpineRoot.in(place.resolve("root"), shared);
  }

  @AfterEach
  void removeRoot() {
    AlpineRoot.shell("umount '%s/root' 2>/dev/null; rm -rf '%1$s'".formatted(place));
  }

  @Test
  void theSameInputGivesTheSameTree() throws IOException {
    AlpineRoot other = root.copy(place.resolve("other"));
    bake("--name", ME).expect(0);
    Bake.elsewhere(other.folder, seed, "--name", ME).expect(0);
    assertThat(root.tree()).isEqualTo(other.tree());

    Result again = bake("--name", ME).expect(0);
    assertThat(again.out()).startsWith("nothing to change");
    assertThat(root.tree()).isEqualTo(other.tree());
  }

  @Test
  void allCardsOfASeedCarryOneBirth() throws IOException {
    AlpineRoot other = AlpineRoot.in(place.resolve("other"), shared);
    assertThat(bake("--name", ME).expect(0).out()).startsWith("draw the birth of cluster");
    Result second = Bake.run(other.folder, seed, "--name", "x-k3s-m-2").expect(0);
    assertThat(second.out()).doesNotContain("birth of cluster");

    String birth = seed.text("birth.yml");
    assertThat(root.text("etc/etcd-bootstrap/seed/birth.yml")).isEqualTo(birth);
    assertThat(other.text("etc/etcd-bootstrap/seed/birth.yml")).isEqualTo(birth);
    assertThat(Instant.ofEpochSecond(earliest(other))).isAfterOrEqualTo(whenBorn(birth));
    assertThat(other.path("etc/etcd-bootstrap/seed/x-k3s-m-1-key.pem")).doesNotExist();
    assertThat(other.text("etc/hostname")).isEqualTo("x-k3s-m-2\n");
  }

  private static Instant whenBorn(String birth) {
    return Instant.parse(birth.replaceFirst("(?s).*\nwhen: \"(.*?)\".*", "$1"));
  }

  private static long earliest(AlpineRoot baked) throws IOException {
    String conf = baked.text("etc/conf.d/etcd-bootstrap");
    return Long.parseLong(conf.replaceFirst("(?s).*\nearliest=(\\d+)\n.*", "$1"));
  }

  /** Else its clock may be right by what the card knows, and behind by what its seed does. */
  @Test
  void noClockBeforeTheBirthOfItsSeedIsRight() throws IOException {
    bake("--name", ME).expect(0);
    AlpineRoot any = AlpineRoot.in(place.resolve("any"), shared);
    Bake.run(any.folder, seed).expect(0);
    assertThat(earliest(any)).isEqualTo(earliest(root));
  }

  @Test
  void aCardGetsItsIdWhenItBoots() {
    bake("--name", ME).expect(0);
    assertThat(root.path("var/lib/etcd-bootstrap/install.yml")).doesNotExist();
    assertThat(root.path("var/lib/etcd-bootstrap/marks")).isEmptyDirectory();
    assertThat(root.path("var/lib/etcd")).isEmptyDirectory();
    assertThat(root.path("run")).isEmptyDirectory();
  }

  @Test
  void withoutANameItIsAnybodys() throws IOException {
    bake("--seed-place", "/media/usb/seed").expect(0);
    assertThat(root.text("etc/etcd-bootstrap.yml")).endsWith("seed: \"/media/usb/seed\"\n");
    assertThat(AlpineRoot.shell("find '%s' -name '*.pem'".formatted(root.folder))).isEmpty();
    assertThat(root.path("etc/etcd/conf.yml")).doesNotExist();
    assertThat(root.path("etc/hostname")).doesNotExist();
    assertThat(seed.file("birth.yml")).doesNotExist();
    assertThat(root.path("etc/runlevels/default/etcd-bootstrap")).isSymbolicLink();
    assertThat(root.path("usr/local/lib/etcd/current/etcd")).exists();

    bake("--name", ME).expect(0);
    assertThat(root.path("etc/etcd/x-k3s-m-1-key.pem")).exists();
  }

  @Test
  void whatItsOwnerHasSetIsKept() throws IOException {
    root.put("etc/etcd-bootstrap.yml", "# etcd-bootstrap, our NAS\nseed: /srv/seed\n");
    root.put("etc/conf.d/etcd-bootstrap", "clock_wait=10\n");
    Result result = bake().expect(0);
    assertThat(result.err()).contains("/etc/etcd-bootstrap.yml of this root is its owner's");
    assertThat(result.out())
        .contains("keep a copy of /etc/conf.d/etcd-bootstrap, which is not ours, at /var/lib/")
        .endsWith("and the seed that its /etc/etcd-bootstrap.yml names\n");
    assertThat(root.text("etc/etcd-bootstrap.yml")).endsWith("seed: /srv/seed\n");
    assertThat(kept("conf.d/etcd-bootstrap")).isEqualTo("clock_wait=10\n");

    assertThat(bake().expect(0).out()).startsWith("nothing to change");
    result = bake("--seed-place", "/media/usb").expect(0);
    assertThat(result.out()).contains("keep a copy of /etc/etcd-bootstrap.yml", "in /media/usb");
    assertThat(root.text("etc/etcd-bootstrap.yml")).endsWith("seed: \"/media/usb\"\n");
    assertThat(kept("etcd-bootstrap.yml")).endsWith("seed: /srv/seed\n");
    result = bake("--seed-place", "/media/other").expect(0);
    assertThat(result.out()).as("our own").doesNotContain("keep a copy");
  }

  private String kept(String file) {
    return AlpineRoot.shell(
        "cat '%s'/var/lib/etcd-bootstrap/replaced/etc/%s.*".formatted(root.folder, file));
  }

  /** As is the Java that runs this. */
  @Test
  void theReleaseIsForItsProcessorAndNotForThisOne() throws IOException {
    root.becomeFor(AlpineRoot.ARM64);
    bake("--name", ME).expect(0);
    assertThat(root.processorOf("usr/local/lib/etcd/v3.5.2/etcd")).isEqualTo(AlpineRoot.ARM64);
  }

  @ParameterizedTest
  @CsvSource({
    "var/lib/etcd/member/wal/0-0.wal,           already belongs to a node, running etcd-boot",
    "var/lib/etcd-bootstrap/install.yml,        already belongs to a node, a fresh Alpine root",
    "var/lib/etcd-bootstrap/marks/x-k3s-m-1-8211f1d0f64f3269.started, belongs to a node, running",
    "etc/etcd/x-k3s-m-2-key.pem,                keys that are not x-k3s-m-1's, if so; remove them",
    "etc/hostname,                              is called x-k3s-m-2, if so; write x-k3s-m-1 into"
  })
  void whatIsAnotherNodesIsRefused(String file, String words, String toDo) throws IOException {
    String install = "install-id: 1\nmember: x-k3s-m-2\ndisk: unknown\n";
    root.put(file, file.endsWith("install.yml") ? install : "x-k3s-m-2\n");
    String before = root.tree();
    Result result = bake("--name", ME).expect(REFUSED);
    assertThat(result.err()).contains("refused: ", words);
    assertThat(result.err()).containsPattern("  do: .*" + toDo.replace(';', ','));
    assertThat(root.tree()).isEqualTo(before);
    assertThat(seed.file("birth.yml")).doesNotExist();
  }

  @Test
  void keysOfOneMemberAreNotForAllHosts() {
    bake("--name", ME).expect(0);
    String before = root.tree();
    assertThat(bake().expect(REFUSED).err()).contains("keys of particular hosts");
    assertThat(root.tree()).isEqualTo(before);
  }

  @Test
  void withMarksAndNoBirthNoneIsDrawn() throws IOException {
    Path mark = seed.file("members/x-k3s-m-1-8211f1d0f64f3269.started");
    Files.createDirectories(mark.getParent());
    Files.writeString(mark, "");
    assertThat(bake("--name", ME).expect(REFUSED).err()).contains("has no birth.yml");
  }

  @Test
  void wrongInputIsSaidAndChangesNothing() throws IOException {
    String before = root.tree();
    assertThat(bake("--name", "nobody").expect(WRONG).err()).contains("--name nobody", ME);
    assertThat(bake("--name", ME, "--seed-place", "/x").expect(WRONG).err()).contains("beside");
    assertThat(bake("--seed-place", "x").expect(WRONG).err()).contains("not an absolute path");
    assertThat(Bake.run(Path.of("/"), seed).expect(WRONG).err()).contains("own root");
    assertThat(root.tree()).isEqualTo(before);
    root.link("usr/bin/java", "/nowhere");
    Files.delete(root.path("usr/lib/jvm/java-17-openjdk/bin/java"));
    assertThat(bake("--name", ME).expect(WRONG).err()).contains("openjdk17-jre-headless");
    root.put("node.apkovl.tar.gz", "");
    assertThat(bake("--name", ME).expect(WRONG).err().lines().filter(l -> l.contains("diskless")))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "..", "../../../../../../../..", "{outside}"})
  void linksThatLeadOutLeadNowhere(String target) throws IOException {
    Path outside = Files.createDirectories(place.resolve("outside"));
    Files.writeString(outside.resolve("passwd"), "theirs\n");
    String to = target.replace("{outside}", outside.toString());
    for (String path : List.of("etc/etcd", "usr/local", "var/lib", "etc/conf.d", "etc/runlevels")) {
      root.link(path, to);
    }
    String theirs = AlpineRoot.treeOf(outside, ".");
    isSaidAndTouchesNothingElse(inCage(), 0, FAILED, WRONG, REFUSED);
    assertThat(AlpineRoot.treeOf(outside, ".")).isEqualTo(theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc/passwd", "etc/shadow", "etc/hostname", "etc/init.d/etcd"})
  void aFileThatIsALinkOutIsNotFollowed(String file) throws IOException {
    Path outside = Files.createDirectories(place.resolve("outside")).resolve("file");
    Files.writeString(outside, "theirs:x:0:0::/:/bin/sh\n");
    root.link(file, outside.toString());
    isSaidAndTouchesNothingElse(inCage(), 0, FAILED, WRONG, REFUSED);
    assertThat(outside).hasContent("theirs:x:0:0::/:/bin/sh\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc/passwd", "etc/group", "etc/shadow", "etc/hosts", "etc/init.d/etcd"})
  void aPipeInPlaceOfAFileIsRefused(String file) {
    root.pipe(file);
    Result result = inCage();
    isSaidAndTouchesNothingElse(result, FAILED, WRONG);
    assertThat(result.err()).contains("error: ", "/" + file);
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    root.link("etc/etcd", "loop");
    root.link("etc/loop", "etcd");
    Result result = inCage();
    isSaidAndTouchesNothingElse(result, FAILED);
    assertThat(result.err()).contains("lead in a circle");
  }

  private Result inCage() {
    return Bake.inCage(root.folder, seed, "--name", ME);
  }

  private static void isSaidAndTouchesNothingElse(Result result, Integer... exits) {
    assertThat(result.exit()).as(result.toString()).isIn((Object[]) exits);
    assertThat(result.err()).doesNotContain("a bug in").doesNotContain("written elsewhere");
  }

  @Test
  void aRootThatCannotBeWrittenIsRefusedAtOnce() {
    AlpineRoot.shell(
        "mount --bind '%1$s' '%1$s' && mount -o remount,bind,ro '%1$s'".formatted(root.folder));
    String before = root.tree();
    Result result = inCage();
    isSaidAndTouchesNothingElse(result, WRONG);
    assertThat(result.err()).contains("read-only");
    assertThat(root.tree()).isEqualTo(before);
  }

  @Test
  void aRootWithoutRoomIsRefusedAtOnce() throws IOException {
    AlpineRoot.shell(
        "rm -rf '%1$s'; mkdir '%1$s'; mount -t tmpfs -o size=60m t '%1$s'".formatted(root.folder));
    root = AlpineRoot.in(root.folder, shared);
    String before = root.tree();
    Result result = inCage();
    isSaidAndTouchesNothingElse(result, WRONG);
    assertThat(result.err()).contains("no room");
    assertThat(root.tree()).isEqualTo(before);
  }

  /** Each number of new names ends it somewhere else. */
  @Test
  void whereRoomRunsOutOnTheWayARerunWithRoomMakesTheSame() {
    AlpineRoot orig = root.copy(place.resolve("orig"));
    Bake.run(root.folder, seed, "--name", ME).expect(0);
    long there = AlpineRoot.shell("find '%s'".formatted(orig.folder)).lines().count();
    Set<String> either =
        Stream.of(orig, root).flatMap(r -> wholeFiles(r).stream()).collect(Collectors.toSet());
    AlpineRoot small = root.copy(place.resolve("small"));
    for (int names : List.of(2, 9, 20, 40)) {
      AlpineRoot.shell(
          "rm -rf '%1$s'; mkdir '%1$s'; mount -t tmpfs -o mode=755,nr_inodes=%2$d t '%1$s'; cp -a '%3$s/.' '%1$s'"
              .formatted(small.folder, there + names, orig.folder));
      try {
        Result result = Bake.inCage(small.folder, seed, "--name", ME);
        isSaidAndTouchesNothingElse(result, FAILED);
        assertThat(result.err())
            .contains("error: no room left", "  do: make room there (it has bytes");
        assertThat(wholeFiles(small)).isSubsetOf(either);
        AlpineRoot.shell("mount -o remount,nr_inodes=100000 '%s'".formatted(small.folder));
        Bake.run(small.folder, seed, "--name", ME).expect(0);
        assertThat(small.tree()).isEqualTo(root.tree());
      } finally {
        AlpineRoot.shell("umount '%s'".formatted(small.folder));
      }
    }
  }

  /** With their sums, but for temporary ones, whose names nobody reads. */
  private static Set<String> wholeFiles(AlpineRoot of) {
    String sums = "cd '%s' && find . -type f ! -path '*/.*' -exec sha256sum {} +";
    return AlpineRoot.shell(sums.formatted(of.folder)).lines().collect(Collectors.toSet());
  }

  private Result bake(String... options) {
    return Bake.run(root.folder, seed, options);
  }
}
