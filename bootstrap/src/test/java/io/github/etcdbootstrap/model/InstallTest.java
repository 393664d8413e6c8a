package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.text.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallTest {
  private static final String ID = "ca4dca4dca4dca4dca4dca4dca4dca4d";

  /** Serials as mmc, NVMe and SCSI have them; some of them mean something in YAML. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x1a2b3c4d",
        "035344534333324780a1b2c3d4013a00",
        "12345678901234567890",
        "0012",
        "1e5",
        "eui.0025385b71b0a8c1",
        "naa.5000c500a1b2c3d4",
        "t10.ATA     QEMU HARDDISK                           QM00001",
        "S3Z9 #1",
        "AB: CD",
        "- x",
        "yes",
        "null",
        "~",
        "a\"b",
        "it's",
        "{x}",
        "&x",
        "*x",
        "@x",
        "%x",
      })
  void isWrittenAndReadBack(String disk) {
    Install install = new Install(ID, "x-k3s-m-1", disk);

    assertThat(Install.read("install.yml", install.toContent())).isEqualTo(install);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000000000000000000000000000", "1234567890e12345", "0x12", "12e4"})
  void anIdOfDigitsIsReadBack(String id) {
    Install install = new Install(id, "x-k3s-m-1", "unknown");

    assertThat(Install.read("install.yml", install.toContent())).isEqualTo(install);
  }

  @ParameterizedTest
  @CsvSource({
    "A, A, true",
    "A, B, false",
    "unknown, B, true",
    "A, unknown, true",
    "unknown, unknown, true",
  })
  void anUnknownSerialEqualsAnything(String begun, String found, boolean same) {
    assertThat(new Install(ID, "x", begun).isOnDisk(found)).isEqualTo(same);
  }

  @Test
  void whatIsMissingIsSaidTogether() {
    assertThatThrownBy(() -> Install.read("install.yml", Content.of("member: x\ndisk:\n")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("install-id")
        .hasMessageContaining("disk")
        .hasMessageContaining("if this card never ran etcd, delete the file; else restore it");
  }

  /** The ID becomes a part of file names, the member is shown. */
  @Test
  void damagedValuesAreNotUsed() {
    String text = new Install(ID, "x-k3s-m-1", "A").toContent().text();
    for (String[] change : new String[][] {{ID, "a/b"}, {ID, "a".repeat(65)}, {"m-1", "m\\t1"}}) {
      Content damaged = Content.of(text.replace(change[0], change[1]));
      assertThatThrownBy(() -> Install.read("install.yml", damaged))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("if this card never ran etcd, delete the file");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "install-id: [", "\0"})
  void garbageIsAProblemAndNoNewCard(String garbage) {
    assertThatThrownBy(() -> Install.read("install.yml", Content.of(garbage)))
        .isInstanceOf(BadInput.class);
  }
}
