package io.github.etcdbootstrap;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.etcdbootstrap.plan.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a file, it is read, or refused in words; the same cases every time. */
class DamagedInputTest {
  private static final Duration NO_HANG = Duration.ofMinutes(4);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> ofAnyKind() throws IOException {
    return DamagedInput.all(folder, Certificates.Depth.UNCHANGED).stream()
        .map(
            kind ->
                dynamicTest(
                    kind.kind(), () -> assertTimeoutPreemptively(NO_HANG, () -> kind.run(1, 7))));
  }
}
