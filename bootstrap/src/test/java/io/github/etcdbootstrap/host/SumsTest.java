package io.github.etcdbootstrap.host;

import static io.github.etcdbootstrap.host.TestRoot.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SumsTest {
  private static final String NOTES = "/run/etcd-bootstrap/verified";

  @TempDir Path top;
  TestRoot host;

  @BeforeEach
  void make() {
    host = new TestRoot(top);
    host.folder("run");
    host.put("boot_id", "boot-1\n");
    host.put("lib/etcd", "program");
  }

  private Map<String, Sha256> sums(Reading reading, Noting noting) {
    return sumsOf(reading, noting).of(path("/lib"), List.of("etcd", "none"));
  }

  private Sums sumsOf(Reading reading, Noting noting) {
    SumNotes notes =
        new SumNotes(host.root, host.real("boot_id"), reading, noting, host.folders, host.files);
    return new Sums(host.root, notes);
  }

  private static Sha256 sum(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** So that a sum which was not read anew shows itself. */
  private void falsifyTheNote() {
    String notes = host.text(NOTES);
    host.put(NOTES, notes.replace(sum("program").hex(), sum("noted").hex()));
  }

  @Test
  void readsThoseThatAreThere() {
    assertThat(sums(Reading.TRUST_NOTES, Noting.NOTHING))
        .containsExactly(Map.entry("etcd", sum("program")));
    assertThat(host.real(NOTES)).doesNotExist();
  }

  @Test
  void whatWasSummedAsItWasWrittenIsNotReadAgainButInFull() {
    sumsOf(Reading.TRUST_NOTES, Noting.WRITE)
        .note(path("/lib"), Map.of("etcd", sum("written"), "gone", sum("x")));
    assertThat(sums(Reading.TRUST_NOTES, Noting.NOTHING))
        .containsExactly(Map.entry("etcd", sum("written")));
    assertThat(sums(Reading.IN_FULL, Noting.NOTHING)).containsEntry("etcd", sum("program"));
    host.put("lib/etcd", "another");
    assertThat(sums(Reading.TRUST_NOTES, Noting.NOTHING)).containsEntry("etcd", sum("another"));
  }

  @Test
  void trustsItsNoteOfThisBoot() {
    sums(Reading.TRUST_NOTES, Noting.WRITE);
    falsifyTheNote();
    assertThat(sums(Reading.TRUST_NOTES, Noting.NOTHING)).containsEntry("etcd", sum("noted"));
    assertThat(sums(Reading.IN_FULL, Noting.NOTHING)).containsEntry("etcd", sum("program"));
  }

  @Test
  void anotherBootAnotherFileOrAStrangeNoteIsReadAnew() {
    sums(Reading.TRUST_NOTES, Noting.WRITE);
    falsifyTheNote();
    host.put("boot_id", "boot-2\n");
    assertThat(sums(Reading.TRUST_NOTES, Noting.NOTHING)).containsEntry("etcd", sum("program"));

    host.put("boot_id", "boot-1\n");
    host.put("lib/etcd", "changed");
    assertThat(sums(Reading.TRUST_NOTES, Noting.WRITE)).containsEntry("etcd", sum("changed"));

    host.put(NOTES, "boot-1\nnonsense\n");
    assertThat(sums(Reading.TRUST_NOTES, Noting.NOTHING)).containsEntry("etcd", sum("changed"));
  }

  @Test
  void aLinkIsNoFileOfThatFolder() {
    host.link("lib/none", "etcd");
    assertThat(sums(Reading.TRUST_NOTES, Noting.NOTHING)).containsOnlyKeys("etcd");
  }

  /** As a block of a dying card: the memory at 0 of this process cannot be read either. */
  @Test
  void whatTheDiskDoesNotGiveBackIsNotThere() {
    Path process = Path.of("/proc/" + ProcessHandle.current().pid());
    assertThatThrownBy(() -> Files.newInputStream(process.resolve("mem")).read())
        .hasMessage("Input/output error");

    Root root = new Root(process);
    SumNotes none =
        new SumNotes(
            root, host.real("boot_id"), Reading.IN_FULL, Noting.NOTHING, host.folders, host.files);
    assertThat(new Sums(root, none).of(path("/"), List.of("mem"))).isEmpty();
  }
}
