package io.github.etcdbootstrap.openrc;

import static io.github.etcdbootstrap.openrc.GuardedHost.ID;
import static io.github.etcdbootstrap.openrc.GuardedHost.INSTALL_ID;
import static io.github.etcdbootstrap.openrc.GuardedHost.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start notes and heeds: the disk under the data, marks, the version, what runs. */
class NotedAtStartTest extends GuardedStart {
  @Test
  void dataOfAnotherDiskIsRefused() throws Exception {
    host.withLog();
    Files.writeString(host.disk().resolve("device/cid"), "CARD-2\n");
    Files.writeString(host.marks.resolve("data-disk"), "CARD-1\n/sys/x\n");

    assertRefused("CARD-1", "CARD-2", host.data.toString());
  }

  @Test
  void anUnreadableDiskMarkSaysTheWorst() throws Exception {
    host.withLog();
    Files.writeString(host.disk().resolve("device/cid"), "CARD-2\n");
    Files.writeString(host.marks.resolve("data-disk"), "");

    assertRefused(host.data.toString());
  }

  @ParameterizedTest
  @CsvSource({"CARD-1, CARD-1", "unknown, CARD-1", "CARD-1,"})
  void theSameDiskOrAnUnknownOneStarts(String remembered, String found) throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve("data-disk"), remembered + "\n/sys/x\n");
    if (found != null) {
      Files.writeString(host.disk().resolve("device/cid"), " " + found + " \n");
    }

    assertThat(host.ended().status()).isZero();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.marks.resolve("data-disk")).hasContent(remembered + "\n/sys/x\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"device/cid", "device/serial", "serial", "device/wwid", "wwid"})
  void theDiskUnderTheDataIsRemembered(String file) throws Exception {
    host.withLog();
    Path disk = host.disk();
    Files.writeString(disk.resolve("wwid"), "last");
    Files.writeString(disk.resolve("device/cid"), " \n");
    Files.writeString(disk.resolve(file), "  S N 1\n");

    host.ended();

    assertThat(host.marks.resolve("data-disk"))
        .hasContent("S N 1\n" + disk.toRealPath().resolve(file) + "\n");
  }

  @Test
  void aDiskWithoutASerialIsUnknown() throws Exception {
    host.withLog();
    host.ended();
    assertThat(host.marks.resolve("data-disk")).hasContent("unknown\nunknown\n");
  }

  @Test
  void dataWithoutAnyMarkIsFound() throws Exception {
    host.withLog();

    host.ended();

    assertThat(host.markNames()).containsExactly("data-disk", "x-k3s-m-1-unknown.found");
    assertThat(Files.readAllLines(host.marks.resolve("x-k3s-m-1-unknown.found")))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("install-id: \"" + INSTALL_ID + "\""),
            GuardedStart::isNow);
  }

  @Test
  void dataWithAMarkIsNotFound() throws Exception {
    host.withLog();
    host.withMark(MEMBER, "started", STRANGER);

    host.ended();

    assertThat(host.markNames()).containsExactly("data-disk", MEMBER + ".started");
  }

  @ParameterizedTest
  @CsvSource({
    "intended, x-k3s-m-1-8211f1d0f64f3269",
    "met, x-k3s-m-1-8211f1d0f64f3269",
    "intended, m.edge.huatai.me-1f"
  })
  void whatWasIntendedHereHasStarted(String state, String stem) throws Exception {
    host.withLog();
    host.withMark(stem, state, INSTALL_ID);

    host.ended();

    assertStarted(stem);
    assertThat(host.markNames())
        .containsExactlyInAnyOrder("data-disk", stem + "." + state, stem + ".started");
  }

  @ParameterizedTest
  @ValueSource(strings = {"started", "left"})
  void statesOnlyAdvance(String state) throws Exception {
    host.withLog();
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withMark("renamed-" + ID, state, INSTALL_ID);
    List<String> before = host.markNames();

    host.ended();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.markNames()).containsAll(before).hasSize(before.size() + 1);
    assertThat(host.marks.resolve(MEMBER + ".started")).doesNotExist();
  }

  @Test
  void anotherCardsMarkIsNotTouched() throws Exception {
    host.withLog();
    host.withMark(MEMBER, "intended", STRANGER);

    host.ended();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.markNames()).containsExactly("data-disk", MEMBER + ".intended");
  }

  @Test
  void anUnreadableMarkIsAMarkButNotOurs() throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve(MEMBER + ".intended"), "\0\0\0");

    host.ended();

    assertThat(host.starts()).hasSize(1);
    assertThat(host.markNames()).containsExactly("data-disk", MEMBER + ".intended");
  }

  @Test
  void theVersionThatWritesTheDataIsNoted() throws Exception {
    host.withLog();
    host.program("v3.5.2");
    host.ended();
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.2");

    host.program("v3.5.16");
    assertThat(host.ended().status()).isZero();
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.16");
    assertThat(host.markNames()).contains("x-k3s-m-1-unknown.found");
  }

  @Test
  void anOlderEtcdDoesNotStartOnTheData() throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve("data-version"), "3.5.16\n");
    host.program("v3.5.9");

    assertRefused("3.5.16", "3.5.9", host.data.toString());
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3.5", "3.5.x", "x", "3.5.16.1"})
  void aNoteThatIsNoVersionHoldsNothingUp(String note) throws Exception {
    host.withLog();
    Files.writeString(host.marks.resolve("data-version"), note);
    host.program("v3.5.2");

    assertStarts("3.5.2");
  }

  @Test
  void withWhatItIsStartedIsNoted() throws Exception {
    host.withLog();
    Files.writeString(host.root.resolve("ca.pem"), "x");

    Process process = host.start();
    process.waitFor();

    assertThat(host.run.resolve("running.yml"))
        .hasContent(
            "# process %d\n# ca %s\nname: m\n"
                .formatted(process.pid(), Sha256.of("x".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aFirstStartIsNotedToo() throws Exception {
    host.withMark(MEMBER, "intended", INSTALL_ID);
    host.withPermit(MEMBER);
    host.program("v3.5.2");
    host.ended();

    assertThat(host.run.resolve("running.yml")).content().contains("# permit " + MEMBER);
    assertThat(host.marks.resolve("data-version")).hasContent("3.5.2");
  }

  @Test
  void withoutItsFolderInRunItStartsAllTheSame() throws Exception {
    host.withLog();
    Files.delete(host.run);

    assertStarts("unknown");
    assertThat(host.starts()).hasSize(1);
  }
}
