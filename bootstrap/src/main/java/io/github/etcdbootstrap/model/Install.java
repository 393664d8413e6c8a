package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Quoted;
import io.github.etcdbootstrap.text.Shown;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;

/**
 * This card: `install.yml`.
 *
 * @param id random, drawn once for each card
 * @param member the member that this card is
 * @param disk the card's serial, or {@link #UNKNOWN_DISK}, which equals anything
 */
public record Install(String id, String member, String disk) {
  public static final String UNKNOWN_DISK = "unknown";

  public boolean isOnDisk(String serial) {
    return isSameDisk(disk, serial);
  }

  /** By their serials; one that is unknown may be any. */
  public static boolean isSameDisk(String serial, String other) {
    return serial.equals(UNKNOWN_DISK) || other.equals(UNKNOWN_DISK) || serial.equals(other);
  }

  public Content toContent() {
    return Content.of(
        """
        # This card, as etcd-bootstrap knows it. After writing an old image to a card that ran,
        # delete this file and the content of the data folder.
        install-id: %s
        member: %s
        disk: %s
        """
            .formatted(Quoted.of(id), Quoted.of(member), Quoted.of(disk)));
  }

  /**
   * @throws BadInput if it is not what {@link #toContent} writes
   */
  public static Install read(String source, Content content) {
    YamlFields fields = new YamlFields(source, YamlReader.readMapping(source, content.text()));
    String remedy = "if this card never ran etcd, delete the file; else restore it";
    fields.required("install-id", remedy);
    fields.required("member", remedy);
    fields.required("disk", remedy);
    fields
        .written("install-id")
        .filter(id -> !id.matches("[0-9A-Za-z-]{1,64}"))
        .ifPresent(id -> fields.problem("install-id", "is not an ID: " + Shown.text(id), remedy));
    fields
        .written("member")
        .filter(member -> !isMember(member))
        .ifPresent(
            m -> fields.problem("member", "is not a member's name: " + Shown.text(m), remedy));
    fields.throwIfBad();
    return new Install(
        fields.written("install-id").orElseThrow(),
        fields.written("member").orElseThrow(),
        fields.written("disk").orElseThrow());
  }

  private static boolean isMember(String name) {
    try {
      return new MemberName(name).value().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
