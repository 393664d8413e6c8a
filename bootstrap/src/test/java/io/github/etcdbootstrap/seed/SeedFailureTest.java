package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.plan.HostFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class SeedFailureTest {
  @Test
  void knowsWhatToDo() {
    assertProblem(
        new IOException("No space left on device"), "No space left on device", "make room");
    assertProblem(
        new FileSystemException("x", null, "Read-only file system"), "Read-only", "mount it");
    assertProblem(new AccessDeniedException("x"), "permission denied", "run as root");
    assertProblem(
        new IOException("Input/output error"), "Input/output error", "see that the stick");
    assertProblem(
        new FileSystemException("x", null, SeedFailure.READS_DIFFERENT),
        "what was written there reads back differently",
        "the stick or disk is failing");
    assertProblem(new IOException(), "IOException", "see that the stick");
  }

  private static void assertProblem(IOException e, String cause, String remedy) {
    HostFailure failure = SeedFailure.writing("/media/usb/birth.yml", e);
    assertThat(failure).hasCause(e);
    assertThat(failure.problem().cause())
        .startsWith("/media/usb/birth.yml: cannot be written: " + cause);
    assertThat(failure.problem().remedy()).startsWith(remedy);
  }
}
