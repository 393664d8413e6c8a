package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What is remembered of one member ID: a small file `NAME-MEMBERID.STATE`, never rewritten. It
 * speaks of no other ID.
 *
 * @param id empty for {@link State#FOUND}
 * @param details empty if the file cannot be read: then it says the worst, and is nobody's own
 */
public record Mark(String name, Optional<EtcdId> id, State state, Optional<Details> details) {
  /** For one ID the states only advance, in this order; found has no ID. */
  public enum State {
    FOUND,
    INTENDED,
    MET,
    STARTED,
    LEFT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The lines of a mark.
   *
   * @param token of the birth it belongs to
   * @param installId of the card that wrote it, or `unknown`
   * @param when ISO-8601; for people only
   */
  public record Details(String token, EtcdId clusterId, String installId, String when) {}

  public static Mark of(String name, EtcdId id, State state, Details details) {
    return new Mark(name, Optional.of(id), state, Optional.of(details));
  }

  public String fileName() {
    return fileName(name, id.map(EtcdId::toString).orElse("unknown"), state);
  }

  public static String fileName(String name, EtcdId id, State state) {
    return fileName(name, id.toString(), state);
  }

  private static String fileName(String name, String id, State state) {
    return name + "-" + id + "." + state;
  }

  public boolean isOf(EtcdId member) {
    return id.filter(member::equals).isPresent();
  }

  public boolean isOfToken(String token) {
    return details.filter(d -> d.token().equals(token)).isPresent();
  }

  public boolean isOwn(String installId) {
    return details.filter(d -> d.installId().equals(installId)).isPresent();
  }

  public Content toContent() {
    Details d = details.orElseThrow();
    return Content.of(
        "token: \"%s\"\ncluster-id: \"%s\"\nmember-id: \"%s\"\ninstall-id: \"%s\"\nwhen: \"%s\"\n"
            .formatted(d.token(), d.clusterId(), id.orElseThrow(), d.installId(), d.when()));
  }

  /** The mark in the file {@code fileName}; empty if the name is none of a mark's. */
  public static Optional<Mark> read(String fileName, Content content) {
    int dot = fileName.lastIndexOf('.');
    int dash = dot < 0 ? -1 : fileName.lastIndexOf('-', dot);
    if (dash <= 0 || fileName.startsWith(".")) {
      return Optional.empty();
    }
    try {
      State state = State.valueOf(fileName.substring(dot + 1).toUpperCase(Locale.ROOT));
      String name = fileName.substring(0, dash);
      String idText = fileName.substring(dash + 1, dot);
      if (state == State.FOUND) {
        return Optional.of(new Mark(name, Optional.empty(), state, Optional.empty()));
      }
      EtcdId id = EtcdId.parse(idText);
      return Optional.of(new Mark(name, Optional.of(id), state, details(fileName, id, content)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Details> details(String source, EtcdId id, Content content) {
    try {
      YamlFields fields = new YamlFields(source, YamlReader.readMapping(source, content.text()));
      if (!content.text().endsWith("\n")
          || !EtcdId.parse(fields.string("member-id").orElseThrow()).equals(id)) {
        return Optional.empty();
      }
      return Optional.of(
          new Details(
              fields.string("token").orElseThrow(),
              EtcdId.parse(fields.string("cluster-id").orElseThrow()),
              fields.string("install-id").orElseThrow(),
              fields.string("when").orElseThrow()));
    } catch (BadInput | IllegalArgumentException | NoSuchElementException e) {
      return Optional.empty();
    }
  }
}
