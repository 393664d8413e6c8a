package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedWriterTest {
  private static final Content FIRST = Content.of("first");
  private static final Content SECOND = Content.of("second");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"Operation not permitted", "Operation not supported", "Function not implemented"})
  void renamesWhereThereAreNoLinks(String reason) throws IOException {
    SeedWriter fat = new SeedWriter(failing(reason));
    assertThat(publish(fat, FIRST)).isTrue();
    assertThat(publish(fat, SECOND)).isFalse();
    assertOnlyHolds(FIRST);
  }

  @Test
  void renamesWhereJavaKnowsNoLinks() throws IOException {
    SeedWriter none =
        new SeedWriter(
            (name, file) -> {
              throw new UnsupportedOperationException();
            });
    assertThat(publish(none, FIRST)).isTrue();
    assertOnlyHolds(FIRST);
  }

  @Test
  void losesToOneThatCameBetweenWhereThereAreNoLinks() throws IOException {
    SeedWriter fat =
        new SeedWriter(
            (name, file) -> {
              Files.writeString(name, SECOND.text());
              throw new FileSystemException(name.toString(), null, "Operation not permitted");
            });
    assertThat(publish(fat, FIRST)).isFalse();
    assertOnlyHolds(SECOND);
  }

  @Test
  void losesToOneThatCameBetween() throws IOException {
    SeedWriter late =
        new SeedWriter(
            (name, file) -> {
              Files.writeString(name, SECOND.text());
              Files.createLink(name, file);
            });
    assertThat(publish(late, FIRST)).isFalse();
    assertOnlyHolds(SECOND);
  }

  @Test
  void winsWhenTheAnswerToItsOwnLinkWasLost() throws IOException {
    SeedWriter nfs =
        new SeedWriter(
            (name, file) -> {
              Files.createLink(name, file);
              throw new FileAlreadyExistsException(name.toString());
            });
    assertThat(publish(nfs, FIRST)).isTrue();
    assertOnlyHolds(FIRST);
  }

  /** A stick that fails says so at the first file, not when a host needs it. */
  @Test
  void whatReadsDifferentUnderItsNameIsAFailure() {
    SeedWriter failing = new SeedWriter((name, file) -> Files.writeString(name, "f\0\0st"));
    assertThatThrownBy(() -> publish(failing, FIRST))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(SeedFailure.READS_DIFFERENT);
  }

  @Test
  void leavesNothingWhenItFails() throws IOException {
    assertThatThrownBy(() -> publish(new SeedWriter(failing("Input/output error")), FIRST))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static SeedWriter.Linker failing(String reason) {
    return (name, file) -> {
      throw new FileSystemException(name.toString(), file.toString(), reason);
    };
  }

  private boolean publish(SeedWriter writer, Content content) throws IOException {
    return writer.publish(folder.resolve("birth.yml"), folder.resolve(".birth-me"), content);
  }

  private void assertOnlyHolds(Content content) {
    assertThat(folder.resolve("birth.yml")).hasContent(content.text());
    assertThat(folder).isDirectoryNotContaining(p -> p.getFileName().toString().startsWith("."));
  }
}
