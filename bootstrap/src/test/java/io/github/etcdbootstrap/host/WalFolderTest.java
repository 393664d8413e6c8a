package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Host.Wal;
import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalFolderTest {
  private static final String FOLDER = "/var/lib/etcd/member/wal";
  private static final EtcdId MEMBER = EtcdId.parse("8e9e05c52164694d");
  private static final EtcdId CLUSTER = EtcdId.parse("cdf818194e3a8c32");
  private static final Wal WHOLE =
      new Wal(Optional.of(MEMBER), Optional.of(CLUSTER), Optional.empty());

  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
  }

  private Path folder() {
    return host.folder(FOLDER);
  }

  private Optional<Wal> read() {
    return new WalFolder(host.root, host.looks).read(path(FOLDER));
  }

  private String damage() {
    return read().orElseThrow().damage().orElse("none");
  }

  private static WalWriter log() {
    return new WalWriter(MEMBER.value(), CLUSTER.value());
  }

  private static WalWriter threeFiles() {
    return log().entry().entry().committed().segment().committed().entry().segment().entry();
  }

  private static String name(int sequence, int first) {
    return "%016x-%016x.wal".formatted(sequence, first);
  }

  private void change(String name, UnaryOperator<byte[]> change) throws IOException {
    Path file = folder().resolve(name);
    Files.write(file, change.apply(Files.readAllBytes(file)));
  }

  @Test
  void withoutAFileOfALogThereIsNone() {
    assertThat(read()).isEmpty();
    host.put(FOLDER + "/0.tmp", "");
    assertThat(read()).isEmpty();
  }

  @Test
  void saysWhoseItIs() throws IOException {
    threeFiles().into(folder(), 5000);
    host.put(FOLDER + "/1.tmp", "preallocated for the next");

    assertThat(read()).contains(WHOLE);
  }

  @Test
  void theLinkedFolderIsReadAndNothingIsTouched() throws IOException {
    threeFiles().into(host.folder("/disk/wal"), 5000);
    host.link(FOLDER, "/disk/wal");
    Map<Path, Stat> before = stats("/disk/wal");

    assertThat(read()).contains(WHOLE);
    assertThat(stats("/disk/wal")).isEqualTo(before);
  }

  private Map<Path, Stat> stats(String folder) throws IOException {
    Map<Path, Stat> stats = new HashMap<>();
    for (String name : host.names(folder)) {
      Path file = host.real(folder).resolve(name);
      stats.put(file, Stat.of(file).orElseThrow());
    }
    return stats;
  }

  @Test
  void aFileWithoutARecordIsNobodys() {
    host.put(FOLDER + "/" + name(0, 0), "");
    assertThat(damage()).endsWith("byte 0: the log ends without saying whose it is");
    host.put(FOLDER + "/" + name(0, 0), "\0".repeat(4096));
    assertThat(damage()).endsWith("byte 0: the log ends without saying whose it is");
  }

  @Test
  void aTornEndIsRepairedByEtcd() throws IOException {
    threeFiles().entry(new byte[100]).into(folder(), 0);
    int size = (int) Files.size(folder().resolve(name(2, 4)));
    for (int cut = 1; cut < 110; cut++) {
      threeFiles().entry(new byte[100]).into(folder(), 0);
      int length = size - cut;
      change(name(2, 4), bytes -> Arrays.copyOf(bytes, length));
      assertThat(read()).as("%s bytes cut", cut).contains(WHOLE);
    }
  }

  @Test
  void anEndWithASectorOfZerosIsTorn() throws IOException {
    byte[] ones = new byte[2000];
    Arrays.fill(ones, (byte) 1);
    log().entry(ones).into(folder(), 4096);
    change(name(0, 0), bytes -> zeroed(bytes, 1024, 1536));
    assertThat(read()).contains(WHOLE);

    log().entry(ones).into(folder(), 4096);
    change(name(0, 0), bytes -> zeroed(bytes, 1025, 1536));
    assertThat(damage()).endsWith(".wal, byte 80: a record whose checksum is wrong");
  }

  private static byte[] zeroed(byte[] bytes, int from, int to) {
    Arrays.fill(bytes, from, to, (byte) 0);
    return bytes;
  }

  @Test
  void onlyTheLastFileMayBeTorn() throws IOException {
    threeFiles().into(folder(), 0);
    change(name(1, 3), bytes -> Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(damage()).contains(name(1, 3)).endsWith(": it ends in the middle of a record");
  }

  @Test
  void aFileThatEndsTooEarlyBreaksTheChain() throws IOException {
    threeFiles().into(folder(), 0);
    change(name(1, 3), bytes -> zeroed(bytes, bytes.length - 32, bytes.length));
    assertThat(damage())
        .isEqualTo(FOLDER + "/" + name(2, 4) + ", byte 0: it does not continue the file before it");
  }

  @Test
  void namesTheByte() throws IOException {
    log().entry((byte) 7).entry().into(folder(), 100);
    change(
        name(0, 0),
        bytes -> {
          bytes[125] ^= 1;
          return bytes;
        });
    assertThat(damage())
        .isEqualTo(FOLDER + "/" + name(0, 0) + ", byte 112: a record whose checksum is wrong");
    assertThat(read().orElseThrow().member()).contains(MEMBER);
  }

  @Test
  void aRecordMayBeLargerThanWhatIsReadAtOnce() throws IOException {
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    log().entry(large).entry(new byte[999_999]).entry().into(folder(), 100_000);
    assertThat(read()).contains(WHOLE);
  }

  @Test
  void noRecordIsLargerThanTenMegabytes() throws IOException {
    log().entry(new byte[10 << 20]).into(folder(), 0);
    assertThat(damage()).endsWith("bytes, more than etcd reads");
  }

  @Test
  void allFilesAreOneMembers() throws IOException {
    byte[] other = WalWriter.message().varint(1, 7).varint(2, 8).bytes();
    log().entry().record(WalWriter.METADATA, other).into(folder(), 0);
    assertThat(damage()).endsWith("the IDs there are not those at the log's beginning");
  }

  @Test
  void entriesHaveNoGap() throws IOException {
    log().entry(1).entry(3).into(folder(), 0);
    assertThat(damage()).endsWith("entry 3 follows entry 1");
  }

  @Test
  void anEntryOverridesThoseBehindIt() throws IOException {
    log().entry(1).entry(2).entry(3).entry(2).committed(2).into(folder(), 0);
    assertThat(read()).contains(WHOLE);

    log().entry(1).entry(2).entry(3).entry(2).committed(3).into(folder(), 0);
    assertThat(damage()).endsWith("the log ends with entry 2, and entry 3 was committed");
  }

  @Test
  void withoutItsFirstFileItNeedsASnapshot() throws IOException {
    WalWriter log = log().entry().entry().entry().committed();
    log.segment().entry().snapshot(3, 1).committed(4).segment().entry().committed();
    log.into(folder(), 100);
    assertThat(read()).contains(WHOLE);

    Files.delete(folder().resolve(name(0, 0)));
    assertThat(damage())
        .isEqualTo(
            FOLDER
                + ": its files begin with entry 4, and no snapshot in /var/lib/etcd/member/snap goes"
                + " that far");

    snap(3, 1);
    assertThat(damage()).contains("begin with entry 4");
  }

  @Test
  void aSnapshotSaysWhereTheLogBegins() throws IOException {
    WalWriter log = log().entry().entry().entry().committed();
    log.segment().entry().entry().snapshot(4, 1).committed().segment().entry().committed();
    log.into(folder(), 100);
    Files.delete(folder().resolve(name(0, 0)));
    snap(4, 1);
    assertThat(read()).contains(WHOLE);

    // One that the log does not know is passed over, and so is one that is not whole.
    snap(5, 1);
    snap(4, 2);
    host.put("/var/lib/etcd/member/snap/9.snap", "garbage");
    assertThat(read()).contains(WHOLE);

    Files.delete(snapFile(4, 1));
    assertThat(damage()).contains("begin with entry 4");
  }

  private void snap(long index, long term) throws IOException {
    host.folder("/var/lib/etcd/member/snap");
    Files.write(snapFile(index, term), WalWriter.snapFile(index, term));
  }

  private Path snapFile(long index, long term) {
    return host.real("/var/lib/etcd/member/snap/%016x-%016x.snap".formatted(term, index));
  }

  @Test
  void aSnapshotBehindWhatIsCommittedIsPassedOver() throws IOException {
    log().entry().entry().snapshot(2, 1).committed(1).into(folder(), 0);
    snap(2, 1);
    assertThat(read()).contains(WHOLE);
  }

  @Test
  void aNumberMayNotBeMissingEvenIfTheRecordsContinue() throws IOException {
    threeFiles().into(folder(), 0);
    Files.move(folder().resolve(name(2, 4)), folder().resolve(name(3, 4)));
    assertThat(damage())
        .isEqualTo(FOLDER + "/" + name(3, 4) + ": the file before it in the log is missing");
  }

  @Test
  void noFileBehindTheStartMayBeMissing() throws IOException {
    WalWriter log = threeFiles().segment().entry();
    log.into(folder(), 0);
    Files.delete(folder().resolve(name(2, 4)));
    assertThat(damage()).contains(name(3, 5)).endsWith("it does not continue the file before it");
  }

  @Test
  void whatIsNoFileIsDamage() {
    host.folder(FOLDER + "/" + name(0, 0));
    assertThat(damage()).isEqualTo(FOLDER + "/" + name(0, 0) + " is not a file");
    host.put(FOLDER + "/mine.wal", "");
    host.real(FOLDER + "/" + name(0, 0)).toFile().delete();
    assertThat(damage()).isEqualTo(FOLDER + ": no file is named like a log's");
  }

  @Test
  void whatCannotBeReadIsAFailure() throws IOException {
    // Not even root may read it.
    Path unreadable = Path.of("/sys/bus/platform/uevent");
    assumeTrue(Files.exists(unreadable));
    Path real = Files.createSymbolicLink(folder().resolve(name(0, 0)), unreadable);
    Root live = new Root(Path.of("/"));

    assertThatThrownBy(
            () -> new WalFolder(live, new Looks(live, host.accounts)).read(path("" + folder())))
        .isInstanceOf(HostFailure.class)
        .hasMessage("reading " + real + ": permission denied");
    Files.delete(real);
  }

  /** Whatever is changed: an answer comes, and what is said to be whole has the right IDs. */
  @Test
  void noDamageMakesItAnotherMembers() throws IOException {
    int whole = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      WalWriter log = threeFiles().committed().entry(bytes(random, 700)).committed();
      Map<String, byte[]> files = log.files(600);
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        String name = List.copyOf(files.keySet()).get(random.nextInt(files.size()));
        files.put(name, damaged(files.get(name), random));
      }
      Path folder = folder().resolve("seed-" + seed);
      WalWriter.write(files, folder);
      Wal wal =
          new WalFolder(host.root, host.looks)
              .read(path(FOLDER).child(folder.getFileName().toString()))
              .orElseThrow();
      if (wal.damage().isEmpty()) {
        assertThat(wal).as("seed %s", seed).isEqualTo(WHOLE);
        whole++;
      } else {
        assertThat(wal.damage().orElseThrow()).as("seed %s", seed).startsWith(FOLDER);
      }
    }
    assertThat(whole).isBetween(200, 1500);
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    int at = random.nextInt(Math.max(1, bytes.length));
    if (bytes.length == 0) {
      return bytes;
    }
    switch (random.nextInt(6)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> {
        return zeroed(bytes, at, Math.min(bytes.length, at + 512));
      }
      case 2 -> bytes[at & ~7] = (byte) random.nextInt();
      default -> bytes[at] = (byte) random.nextInt();
    }
    return bytes;
  }
}
