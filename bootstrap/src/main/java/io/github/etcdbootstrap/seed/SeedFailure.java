package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What went wrong with a seed's folder, in its owner's words. */
final class SeedFailure {
  static final String READS_DIFFERENT = "what was written there reads back differently";

  private SeedFailure() {}

  static HostFailure reading(String name, Exception e) {
    return new HostFailure(name + ": cannot be read: " + reason(e), remedy(e), e);
  }

  static HostFailure writing(String name, Exception e) {
    return new HostFailure(name + ": cannot be written: " + reason(e), remedy(e), e);
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "the folder is gone";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String remedy(Exception e) {
    String reason = reason(e).toLowerCase(Locale.ROOT);
    if (reason.contains("no space") || reason.contains("quota")) {
      return "make room there, then run again";
    } else if (reason.contains("read-only")) {
      return "mount it writable (a stick that had errors turns read-only), then run again";
    } else if (reason.contains("permission")) {
      return "run as root, or as its owner; on a network share root must be allowed to write";
    } else if (reason.equals(READS_DIFFERENT)) {
      return "the stick or disk is failing: copy the seed to another one, then run again";
    }
    return "see that the stick or share is still there and mounted, then run again";
  }
}
