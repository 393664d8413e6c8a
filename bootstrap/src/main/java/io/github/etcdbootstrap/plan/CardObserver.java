package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the card remembers. */
final class CardObserver {
  private final Host host;

  CardObserver(Host host) {
    this.host = host;
  }

  Facts.Card observe(Map<HostPath, FileState> files) {
    Optional<Install> install =
        files
            .get(Layout.INSTALL)
            .content()
            .map(content -> Install.read(Layout.INSTALL.value(), content));
    List<Mark> marks =
        host.list(Layout.MARKS).stream().map(this::mark).flatMap(Optional::stream).toList();
    Optional<EtcdId> voter = files.get(Layout.VOTER).content().flatMap(CardObserver::voter);
    return new Facts.Card(install, host.mount(Layout.CARD).serial(), marks, voter);
  }

  /** A note that was cut short says nothing. */
  private static Optional<EtcdId> voter(Content note) {
    try {
      return Optional.of(EtcdId.parse(note.text().strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A mark that cannot be read is still a mark: it says the worst. */
  private Optional<Mark> mark(String name) {
    Content content = host.look(Layout.MARKS.child(name)).content().orElse(Content.of(""));
    return Mark.read(name, content);
  }
}
