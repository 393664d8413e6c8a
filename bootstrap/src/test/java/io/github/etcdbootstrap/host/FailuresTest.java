package io.github.etcdbootstrap.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  @TempDir Path folder;

  private HostFailure failure(long needed, IOException e) {
    return Failures.of("writing", "/etc/x", folder.resolve("x"), needed, e);
  }

  @Test
  void aFullDiskSaysWhatIsFreeAndWhatIsNeeded() {
    HostFailure failure = failure(3 << 20, new IOException("No space left on device"));
    assertThat(failure.problem().cause())
        .matches(
            "no room left on the disk of " + folder + ": free \\d+ MiB, 3 MiB needed by /etc/x");
    assertThat(failure.problem().remedy()).startsWith("make room there");
  }

  @Test
  void aReadOnlyDiskAndAMissingRightSayWhatToDo() {
    HostFailure readOnly = failure(0, new FileSystemException("x", null, "Read-only file system"));
    assertThat(readOnly.problem().cause()).isEqualTo("writing /etc/x: Read-only file system");
    assertThat(readOnly.problem().remedy()).contains("mount it writable");
    HostFailure denied = failure(0, new AccessDeniedException("x"));
    assertThat(denied.problem().cause()).isEqualTo("writing /etc/x: permission denied");
    assertThat(denied.problem().remedy())
        .startsWith("see its owner and mode with `ls -ld " + folder.resolve("x") + "`");
  }

  /** Root may do all but that. */
  @Test
  void whatIsMadeImmutableIsToBeSeenByLsattr() {
    HostFailure immutable =
        failure(0, new FileSystemException("x", null, "Operation not permitted"));
    assertThat(immutable.problem().cause()).isEqualTo("writing /etc/x: Operation not permitted");
    assertThat(immutable.problem().remedy())
        .startsWith("see with `lsattr -d " + folder + " " + folder.resolve("x") + "` whether")
        .contains("chattr -i");
  }
}
