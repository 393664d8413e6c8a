package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Mark.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
  private static final EtcdId ID = EtcdId.parse("d23d84f4e3d4ac93");
  private static final String TEXT =
      """
      token: "k3s-edge-0b1e55ed"
      cluster-id: "4386a8bfa92d90c0"
      member-id: "d23d84f4e3d4ac93"
      install-id: "ca4d"
      when: "2026-11-23T10:00:00Z"
      """;

  private static Mark mark(State state) {
    return Mark.of(
        "x-k3s-m-1",
        ID,
        state,
        new Mark.Details(
            "k3s-edge-0b1e55ed", EtcdId.parse("4386a8bfa92d90c0"), "ca4d", "2026-11-23T10:00:00Z"));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"INTENDED", "MET", "STARTED", "LEFT"})
  void isWrittenAndReadBack(State state) {
    Mark mark = mark(state);

    assertThat(mark.fileName()).isEqualTo("x-k3s-m-1-d23d84f4e3d4ac93." + state);
    assertThat(mark.toContent().text()).isEqualTo(TEXT);
    assertThat(Mark.read(mark.fileName(), mark.toContent())).contains(mark);
  }

  @Test
  void aFullNameIsReadToo() {
    Mark mark = Mark.of("x-1.edge.huatai.me", ID, State.MET, mark(State.MET).details().get());

    assertThat(Mark.read(mark.fileName(), mark.toContent())).contains(mark);
  }

  @Test
  void statesOnlyAdvance() {
    assertThat(State.values())
        .containsExactly(State.FOUND, State.INTENDED, State.MET, State.STARTED, State.LEFT);
  }

  @Test
  void speaksOfOneIdOneTokenOneCard() {
    Mark mark = mark(State.STARTED);

    assertThat(mark.isOf(ID)).isTrue();
    assertThat(mark.isOf(new EtcdId(1))).isFalse();
    assertThat(mark.isOfToken("k3s-edge-0b1e55ed")).isTrue();
    assertThat(mark.isOfToken("k3s-edge")).isFalse();
    assertThat(mark.isOwn("ca4d")).isTrue();
    assertThat(mark.isOwn("unknown")).isFalse();
  }

  /** Wherever the power went while it was written: a mark, of its ID, and nobody's own. */
  @Test
  void aPartOfOneIsStillAMark() {
    for (int end = 0; end < TEXT.length(); end++) {
      Mark part =
          Mark.read("x-1-d23d84f4e3d4ac93.intended", Content.of(TEXT.substring(0, end))).get();

      assertThat(part.isOf(ID)).isTrue();
      assertThat(part.state()).isEqualTo(State.INTENDED);
      assertThat(part.details()).isEmpty();
      assertThat(part.isOwn("ca4d") || part.isOfToken("k3s-edge-0b1e55ed")).isFalse();
    }
  }

  @Test
  void oneThatSpeaksOfAnotherIdThanItsNameCannotBeRead() {
    Mark mark = Mark.read("x-1-d23d84f4e3d4ac94.started", Content.of(TEXT)).orElseThrow();

    assertThat(mark.details()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data: [", "member-id: 1\n", "\0"})
  void garbageIsAMarkThatCannotBeRead(String garbage) {
    Mark mark = Mark.read("x-1-d23d84f4e3d4ac93.started", Content.of(garbage)).orElseThrow();

    assertThat(mark.details()).isEmpty();
  }

  @Test
  void whatWasFoundHasNoId() {
    Mark found = Mark.read("x-k3s-m-1-unknown.found", Content.of("when: x\n")).orElseThrow();

    assertThat(found.id()).isEmpty();
    assertThat(found.state()).isEqualTo(State.FOUND);
    assertThat(found.fileName()).isEqualTo("x-k3s-m-1-unknown.found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data-disk",
        ".x-1-d23d84f4e3d4ac93.started",
        "x-1-d23d84f4e3d4ac93.begun",
        "x-1-d23d84f4e3d4ac93",
        "d23d84f4e3d4ac93.started",
        "x-1-zzz.started",
        "notes.txt",
      })
  void otherFilesAreNoMarks(String name) {
    assertThat(Mark.read(name, Content.of(TEXT))).isEmpty();
  }
}
