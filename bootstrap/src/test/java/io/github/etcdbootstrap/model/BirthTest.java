package io.github.etcdbootstrap.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.text.BadInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BirthTest {
  private static final Birth BIRTH =
      Birth.of(
          "k3s-edge-0b1e55ed",
          List.of(
              new Birth.Named(new MemberName("x-k3s-m-1"), "https://192.168.7.11:2380"),
              new Birth.Named(new MemberName("x-k3s-m-2"), "https://192.168.7.12:2380"),
              new Birth.Named(new MemberName("x-k3s-m-3"), "https://192.168.7.13:2380")),
          "2026-11-23T10:00:00Z",
          "x-k3s-m-2");

  private static final String FILE =
      """
      # How this cluster was born. Written by etcd-bootstrap, once; never edit it.
      token: "k3s-edge-0b1e55ed"
      cluster-id: "4386a8bfa92d90c0"
      founders:
        - name: "x-k3s-m-1"
          peer-url: "https://192.168.7.11:2380"
          member-id: "d23d84f4e3d4ac93"
        - name: "x-k3s-m-2"
          peer-url: "https://192.168.7.12:2380"
          member-id: "ac6538479921669f"
        - name: "x-k3s-m-3"
          peer-url: "https://192.168.7.13:2380"
          member-id: "f64954e823841236"
      when: "2026-11-23T10:00:00Z"
      by: "x-k3s-m-2"
      # end
      """;

  @Test
  void isWrittenForPeopleAndReadBack() {
    assertThat(BIRTH.toContent().text()).isEqualTo(FILE);
    assertThat(Birth.read("birth.yml", Content.of(FILE))).isEqualTo(BIRTH);
  }

  @Test
  void knowsItsFounders() {
    assertThat(BIRTH.founder(new MemberName("x-k3s-m-3")).orElseThrow().id())
        .hasToString("f64954e823841236");
    assertThat(BIRTH.founder(new MemberName("x-k3s-m-4"))).isEmpty();
    assertThat(BIRTH.initialCluster())
        .isEqualTo(
            "x-k3s-m-1=https://192.168.7.11:2380,x-k3s-m-2=https://192.168.7.12:2380,"
                + "x-k3s-m-3=https://192.168.7.13:2380");
  }

  @Test
  void anotherTokenIsAnotherCluster() {
    List<Birth.Named> same =
        BIRTH.founders().stream().map(f -> new Birth.Named(f.name(), f.peerUrl())).toList();
    Birth other = Birth.of("k3s-edge-0ddba11a", same, BIRTH.when(), BIRTH.by());

    assertThat(other.clusterId()).isNotEqualTo(BIRTH.clusterId());
    assertThat(other.founders()).extracting(Founder::id).doesNotContainAnyElementsOf(ids());
  }

  private static List<EtcdId> ids() {
    return BIRTH.founders().stream().map(Founder::id).toList();
  }

  /** Wherever the power went: what is not whole is not taken for a birth. */
  @Test
  void noPartOfItIsABirth() {
    for (int end = 0; end < FILE.length(); end++) {
      Content part = Content.of(FILE.substring(0, end));
      assertThatThrownBy(() -> Birth.read("seed/birth.yml", part))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("seed/birth.yml: cannot be used: it is cut short");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0b1e55ed, 0b1e55ee, its IDs do not follow from its token and founders",
    "192.168.7.12, 192.168.7.22, its IDs do not follow from its token and founders",
    "4386a8bfa92d90c0, 4386a8bfa92d90c1, its IDs do not follow from its token and founders",
    "founders:, founder:, it is not as it was written",
    "name: \"x-k3s-m-2\", nam: \"x\", it is not as it was written",
    "x-k3s-m-2, no name, it is not as it was written",
  })
  void whatWasEditedIsNoBirth(String was, String is, String why) {
    Content edited = Content.of(FILE.replace(was, is));

    assertThatThrownBy(() -> Birth.read("birth.yml", edited))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("birth.yml: cannot be used: " + why);
  }

  /** A cluster that was made by hand has the IDs that it has. */
  @Test
  void anObservedBirthKeepsItsIdsAsTheyAre() {
    Birth derived = Birth.read("birth.yml", Content.of(FILE));
    Birth observed =
        Birth.observed("k3s-edge-1", derived.founders(), new EtcdId(7), "now", "x-k3s-m-2");

    assertThat(Birth.read("birth.yml", observed.toContent())).isEqualTo(observed);
    assertThat(observed.toContent().text()).contains("observed: true\n");
  }

  @ParameterizedTest
  @CsvSource({
    "birth-20261123T100000Z.yml, true",
    "birth-old.yml, true",
    "birth.yml, false",
    ".birth-d1ce, false",
    "birth-old.yml~, false",
  })
  void earlierBirthsHaveANameOfTheirOwn(String file, boolean earlier) {
    assertThat(Birth.isEarlierFile(file)).isEqualTo(earlier);
  }
}
