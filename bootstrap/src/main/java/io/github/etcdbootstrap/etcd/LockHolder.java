package io.github.etcdbootstrap.etcd;

import com.google.protobuf.ByteString;
import io.github.etcdbootstrap.text.Shown;
import java.util.List;

/** What the lock's key says, in three lines: who holds it, from which card, in which try. */
record LockHolder(String name, String installId, String once) {
  private static final String NAME = "holder: ";
  private static final String INSTALL = "install-id: ";
  private static final String ONCE = "once: ";

  ByteString value() {
    return ByteString.copyFromUtf8(
        NAME + name + "\n" + INSTALL + installId + "\n" + ONCE + once + "\n");
  }

  /** Of what somebody else wrote there, the holder is shown as it is, and of no card. */
  static LockHolder read(ByteString value) {
    String text = value.toStringUtf8();
    List<String> lines = text.lines().toList();
    if (lines.size() != 3
        || !lines.get(0).startsWith(NAME)
        || !lines.get(1).startsWith(INSTALL)
        || !lines.get(2).startsWith(ONCE)) {
      return new LockHolder(Shown.text(text), "", "");
    }
    return new LockHolder(
        Shown.text(lines.get(0).substring(NAME.length())),
        lines.get(1).substring(INSTALL.length()),
        lines.get(2).substring(ONCE.length()));
  }

  boolean isOfCard(String id) {
    return installId.equals(id) && !id.isEmpty();
  }
}
