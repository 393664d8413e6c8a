package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.util.List;

/** Where marks lie: on the card, and in the shared seed. */
final class Marks {
  static final Ownership OWNERSHIP = new Ownership(Layout.ACCOUNT, Layout.ACCOUNT, 0640);

  private Marks() {}

  /** The seed first: what the others must know is there before anything can start. */
  static void write(World world, Mark mark, boolean shared) {
    if (shared) {
      share(world, mark);
    }
    var path = Layout.MARKS.child(mark.fileName());
    if (world.host().look(path).is(FileState.Kind.ABSENT)) {
      world.host().write(new NodeFile(path, mark.toContent(), OWNERSHIP));
    }
  }

  /** By its file's name: marks are never rewritten. */
  static boolean contains(List<Mark> marks, Mark mark) {
    return marks.stream().anyMatch(m -> m.fileName().equals(mark.fileName()));
  }

  static void share(World world, Mark mark) {
    world.seed().put(Seed.MARKS + "/" + mark.fileName(), mark.toContent());
  }
}
