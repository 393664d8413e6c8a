package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.YamlFields;
import io.github.etcdbootstrap.text.YamlReader;
import java.util.List;
import java.util.Optional;

/**
 * The seed that a baked card carries. A run with another seed of the same cluster makes it what
 * that one is: else the next boot, which takes this one, would put back what was before.
 */
final class PrivateSeed {
  private static final String SCHEME = "file://";

  private PrivateSeed() {}

  static Optional<Change> renewal(Facts facts) {
    HostPath folder = Layout.PRIVATE_SEED;
    if (!isNamed(facts) || facts.seed().place().equals(folder.value()) || !isOfItsBirth(facts)) {
      return Optional.empty();
    } else if (facts.seed().isKeptCopy() && isWhole(facts)) {
      return Optional.empty();
    }
    List<NodeFile> wanted = KeptCopy.wanted(folder, facts.seed(), Optional.empty());
    List<HostPath> gone =
        KeptCopy.others(facts, folder, wanted).stream().filter(PrivateSeed::isRead).toList();
    return KeptCopy.renewal(facts, folder, wanted, gone);
  }

  private static boolean isNamed(Facts facts) {
    return facts
        .file(Layout.SEED_SETTING)
        .content()
        .flatMap(PrivateSeed::place)
        .filter(Layout.PRIVATE_SEED.value()::equals)
        .isPresent();
  }

  private static Optional<String> place(Content setting) {
    try {
      String source = Layout.SEED_SETTING.value();
      return new YamlFields(source, YamlReader.readMapping(source, setting.text()))
          .string("seed")
          .map(place -> place.startsWith(SCHEME) ? place.substring(SCHEME.length()) : place);
    } catch (BadInput e) {
      return Optional.empty();
    }
  }

  /** Another birth is another cluster's, or this one's that was started over: its owner decides. */
  private static boolean isOfItsBirth(Facts facts) {
    return facts
        .file(Layout.PRIVATE_SEED.child(Birth.FILE))
        .content()
        .flatMap(PrivateSeed::birth)
        .filter(own -> facts.seed().birth().filter(own::equals).isPresent())
        .isPresent();
  }

  private static Optional<Birth> birth(Content content) {
    try {
      return Optional.of(Birth.read(Birth.FILE, content));
    } catch (BadInput e) {
      return Optional.empty();
    }
  }

  /** A run that was cut while it renewed this has renewed the kept copy before. */
  private static boolean isWhole(Facts facts) {
    return !facts.file(Layout.PRIVATE_SEED.child(ClusterSpec.FILE)).is(FileState.Kind.ABSENT);
  }

  /** Earlier births stay, and what else its owner has put there. */
  private static boolean isRead(HostPath file) {
    String name = file.name();
    return name.equals(Seed.TEMPLATE) || name.endsWith(".pem") || name.startsWith(".");
  }
}
