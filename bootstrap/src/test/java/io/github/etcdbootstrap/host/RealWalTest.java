package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.etcd.RealEtcd;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.plan.Host.Wal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log is called whole exactly if a real etcd starts with it. */
class RealWalTest {
  private static final Pattern IDS =
      Pattern.compile("\"cluster-id\":\"([0-9a-f]+)\",\"local-member-id\":\"([0-9a-f]+)\"");
  private static final String STARTED = "\"msg\":\"starting etcd server\"";

  @TempDir static Path temp;
  private static String address;
  private static int tries;

  @BeforeAll
  static void prepare() throws IOException {
    RealEtcd.assumeThatItIsThere();
    RealEtcd.unpack(temp);
    long pid = ProcessHandle.current().pid();
    address = "127." + (1 + pid / 250 % 250) + "." + (1 + pid % 250) + ".9";
  }

  /** Changes a log, of which the last file's last record ends at {@code end}. */
  private interface Damage {
    void to(Path wal, byte[] last, int end) throws IOException;
  }

  private static final Damage NONE = (wal, last, end) -> {};

  @Test
  void agreesOnHandMadeLogs() throws Exception {
    assertThat(bothSay(NONE)).isTrue();
    assertThat(bothSay((wal, last, end) -> write(wal, Arrays.copyOf(last, end - 5)))).isTrue();
    assertThat(bothSay((wal, last, end) -> write(wal, Arrays.copyOf(last, 90)))).isTrue();
    assertThat(bothSay((wal, last, end) -> write(wal, flipped(last, end - 20)))).isFalse();
    assertThat(bothSay((wal, last, end) -> write(wal, flipped(last, 100)))).isFalse();
    assertThat(bothSay((wal, last, end) -> write(wal, zeroed(last, end / 512 * 512, end))))
        .isTrue();
    assertThat(bothSay((wal, last, end) -> write(wal, zeroed(last, end - 24, end)))).isTrue();
    assertThat(bothSay((wal, last, end) -> write(wal, zeroed(last, 0, end)))).isTrue();
    assertThat(bothSay((wal, last, end) -> garbage(wal, last, end))).isFalse();
    assertThat(bothSay((wal, last, end) -> write(wal, new byte[0]))).isTrue();
    // The last file's first record does not link it to the others, so etcd's repair fails.
    assertThat(bothSay((wal, last, end) -> write(wal, unlinked(last)))).isTrue();
    assertThat(bothSay((wal, last, end) -> write(wal, Arrays.copyOf(unlinked(last), end - 5))))
        .isFalse();
  }

  @Test
  void agreesOnFilesThatAreNotThere() throws Exception {
    assertThat(bothSay((wal, last, end) -> Files.delete(wal.resolve(name(0, 0))))).isFalse();
    assertThat(bothSay((wal, last, end) -> Files.delete(wal.resolve(name(1, 3))))).isFalse();
    assertThat(bothSay((wal, last, end) -> Files.delete(wal.resolve(name(2, 5))))).isTrue();
    assertThat(bothSay((wal, last, end) -> Files.createFile(wal.resolve("mine.wal")))).isTrue();
    assertThat(bothSay((wal, last, end) -> Files.createFile(wal.resolve(name(9, 9))))).isFalse();
    assertThat(bothSay((wal, last, end) -> Files.createFile(wal.resolve(name(3, 9))))).isTrue();
  }

  private static String name(int sequence, int first) {
    return "%016x-%016x.wal".formatted(sequence, first);
  }

  private static Path last(Path wal) throws IOException {
    try (Stream<Path> files = Files.list(wal)) {
      return files.filter(f -> f.toString().endsWith(".wal")).sorted().reduce((a, b) -> b).get();
    }
  }

  private static void write(Path wal, byte[] bytes) throws IOException {
    Files.write(last(wal), bytes);
  }

  private static byte[] unlinked(byte[] bytes) {
    bytes[9] = WalWriter.SNAPSHOT;
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 0x10;
    return bytes;
  }

  private static byte[] zeroed(byte[] bytes, int from, int to) {
    Arrays.fill(bytes, from, to, (byte) 0);
    return bytes;
  }

  private static void garbage(Path wal, byte[] last, int end) throws IOException {
    byte[] garbage = "Garbage that was appended to the log.".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(garbage, 0, last, end, garbage.length);
    write(wal, last);
  }

  private static boolean bothSay(Damage damage) throws Exception {
    Path data = temp.resolve("made-" + tries++);
    Path wal = data.resolve("member/wal");
    WalWriter log = new WalWriter(0xabcdef, 0x123456).entry().entry().committed();
    log.segment().committed().entry().entry().committed().segment().committed();
    for (int i = 0; i < 40; i++) {
      log.entry().committed();
    }
    log.into(wal, 4096);
    byte[] last = Files.readAllBytes(last(wal));
    damage.to(wal, last, last.length - 4096);
    return bothSay(data);
  }

  @Test
  void agreesOnWhatEtcdItselfWrote() throws Exception {
    Path data = temp.resolve("real");
    Process etcd = start(data);
    try {
      assertThat(started(etcd, data)).isTrue();
      for (int i = 0; i < 100; i++) {
        put("key" + i, "value".repeat(i));
      }
    } finally {
      stop(etcd);
    }
    Wal wal = wal(data);
    assertThat(wal.damage()).isEmpty();
    assertThat(ids(data)).isEqualTo(List.of(wal.cluster().get(), wal.member().get()));

    assertThat(bothSay(copy(data, NONE))).isTrue();
    assertThat(bothSay(copy(data, (w, last, end) -> write(w, Arrays.copyOf(last, end - 100)))))
        .isTrue();
    assertThat(bothSay(copy(data, (w, last, end) -> write(w, flipped(last, value(last, end / 2))))))
        .isFalse();
    assertThat(bothSay(copy(data, (w, last, end) -> write(w, flipped(last, 50))))).isFalse();
    // Torn if a sector ends just there.
    bothSay(copy(data, (w, last, end) -> write(w, zeroed(last, end - 9, end))));
    assertThat(
            bothSay(
                copy(data, (w, last, end) -> write(w, zeroed(last, (end - 8) / 512 * 512, end)))))
        .isTrue();
    assertThat(bothSay(copy(data, RealWalTest::garbage))).isFalse();
  }

  /** What etcd says of it is asked of etcd last: it repairs. */
  private static boolean bothSay(Path data) throws Exception {
    Wal wal = wal(data);
    boolean started;
    Process etcd = start(data);
    try {
      started = started(etcd, data);
    } finally {
      stop(etcd);
    }
    assertThat(wal.damage().isEmpty())
        .as("damage: %s, and etcd: %s", wal.damage(), Files.readString(log(data)))
        .isEqualTo(started);
    if (started) {
      assertThat(ids(data)).isEqualTo(List.of(wal.cluster().get(), wal.member().get()));
      assertThat(wal(data)).isEqualTo(wal);
    }
    return started;
  }

  private static Wal wal(Path data) {
    Root root = new Root(Path.of("/"));
    WalFolder folder = new WalFolder(root, new Looks(root, new AccountFiles(root)));
    return folder.read(HostPath.of(data + "/member/wal")).orElseThrow();
  }

  /** Without the zeros that etcd wrote behind its last record, but for some of them. */
  private static Path copy(Path data, Damage damage) throws IOException {
    Path to = temp.resolve("copy-" + tries++);
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes ignored)
              throws IOException {
            Path target = to.resolve(data.relativize(file).toString());
            Files.createDirectories(target.getParent());
            if (!file.toString().endsWith(".tmp")) {
              byte[] bytes = Files.readAllBytes(file);
              boolean log = file.toString().endsWith(".wal");
              Files.write(target, log ? Arrays.copyOf(bytes, end(bytes) + 4096) : bytes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Path wal = to.resolve("member/wal");
    byte[] last = Files.readAllBytes(last(wal));
    damage.to(wal, last, end(last));
    return to;
  }

  /** Where in a value that was written: a flipped length could make what follows look torn. */
  private static int value(byte[] bytes, int from) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.indexOf("valuevalue", from);
  }

  private static int end(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static Process start(Path data) throws IOException {
    Files.createDirectories(data);
    String client = "http://" + address + ":2379";
    String peer = "http://" + address + ":2380";
    return new ProcessBuilder(
            temp.resolve("etcd").toString(),
            "--name=m",
            "--data-dir=" + data,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--initial-cluster=m=" + peer,
            "--unsafe-no-fsync")
        .redirectErrorStream(true)
        .redirectOutput(log(data).toFile())
        .start();
  }

  private static Path log(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  /** Whether it opens its log; false once it has ended instead. */
  private static boolean started(Process etcd, Path data) throws Exception {
    for (int i = 0; i < 4800; i++) {
      boolean ended = etcd.waitFor(25, TimeUnit.MILLISECONDS);
      if (Files.readString(log(data)).contains(STARTED)) {
        return true;
      } else if (ended) {
        return false;
      }
    }
    throw new AssertionError("neither started nor ended: " + Files.readString(log(data)));
  }

  private static List<EtcdId> ids(Path data) throws IOException {
    Matcher ids = IDS.matcher(Files.readString(log(data)));
    assertThat(ids.find()).isTrue();
    return List.of(EtcdId.parse(ids.group(1)), EtcdId.parse(ids.group(2)));
  }

  private static void stop(Process etcd) throws InterruptedException {
    etcd.destroyForcibly();
    etcd.waitFor();
  }

  private static void put(String key, String value) throws Exception {
    String body = "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(base64(key), base64(value));
    for (int i = 0; i < 2400; i++) {
      Optional<Integer> answer = post(body);
      if (answer.equals(Optional.of(200))) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not written: " + key);
  }

  private static Optional<Integer> post(String body) {
    try {
      HttpURLConnection to =
          (HttpURLConnection)
              URI.create("http://" + address + ":2379/v3/kv/put").toURL().openConnection();
      to.setDoOutput(true);
      to.setReadTimeout(5_000);
      try (OutputStream out = to.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
      return Optional.of(to.getResponseCode());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
