package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Install;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.plan.Cluster.PeerPage;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A host in memory that is observed: what a test says is there, the rest is bare. */
abstract class ObservedHost {
  static final Birth UNKNOWN = Edge.birth(Edge.spec(), "10571057");

  final FakeWorld world = new FakeWorld(Edge.config());

  @BeforeEach
  void folders() {
    world.host.folder(Layout.MARKS, Ownership.root(0755));
    world.host.folder(Edge.DATA, Ownership.root(0700));
  }

  Facts observe() {
    return new Observer(world.world(), world.config, Orders.NONE).observe();
  }

  void born() {
    world.seed.files.put(Birth.FILE, Case.BIRTH.toContent());
  }

  void marked(Birth birth, State state) {
    text(Layout.INSTALL, new Install(MemorySide.CARD, "x-k3s-m-1", "SERIAL-1").toContent().text());
    Mark mark = Scenario.aBareHost().mark(birth, state, MemorySide.CARD);
    text(Layout.MARKS.child(mark.fileName()), mark.toContent().text());
  }

  void text(HostPath path, String text) {
    world.host.write(new NodeFile(path, Content.of(text), Ownership.root(0644)));
  }

  void says(int member, PeerPage.Answer answer, Cluster.MemberList list) {
    PeerPage page = new PeerPage(Edge.member(member), answer, Optional.of(list), "");
    world.cluster.pages.put(Edge.member(member), () -> page);
  }
}
