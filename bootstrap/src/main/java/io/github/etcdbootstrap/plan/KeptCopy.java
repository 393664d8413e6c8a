package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import io.github.etcdbootstrap.text.BadInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The copy of the seed that a good run leaves on the card, for the day the seed is gone. */
final class KeptCopy {
  static final Ownership FOLDER = Ownership.root(0700);
  static final Ownership FILE = Ownership.root(0600);

  private KeptCopy() {}

  /**
   * What makes the copy what the seed is; empty where it is, or is the seed.
   *
   * @param birth that this plan founds on: it may yet have to be drawn
   */
  static Optional<Change> renewal(Facts facts, Optional<Birth> birth) {
    if (facts.seed().isKeptCopy()) {
      return Optional.empty();
    }
    List<NodeFile> wanted = wanted(facts.seed(), birth);
    return renewal(facts, Layout.KEPT_SEED, wanted, others(facts, Layout.KEPT_SEED, wanted));
  }

  /**
   * The same of any folder.
   *
   * @param wanted in the order of writing
   * @param gone what is there and is not to be
   */
  static Optional<Change> renewal(
      Facts facts, HostPath folder, List<NodeFile> wanted, List<HostPath> gone) {
    List<NodeFile> differing = wanted.stream().filter(f -> !isThere(facts, f)).toList();
    boolean open = !isOwned(facts, facts.file(folder), FOLDER);
    if (differing.isEmpty() && gone.isEmpty() && !open) {
      return Optional.empty();
    } else if (differing.size() + gone.size() > 1) {
      differing = wanted.stream().filter(f -> isInventory(f) || !isThere(facts, f)).toList();
    }
    return Optional.of(new FileChange.KeepSeed(folder, differing, gone));
  }

  static List<NodeFile> wanted(Facts.SeedFacts seed, Optional<Birth> birth) {
    return wanted(Layout.KEPT_SEED, seed, birth);
  }

  /** The birth that this card keeps, if it has one that can be read and was not given up. */
  static Optional<Birth> birth(Facts facts) {
    HostPath path = Layout.KEPT_SEED.child(Birth.FILE);
    return facts
        .file(path)
        .content()
        .flatMap(content -> read(path, content))
        .filter(b -> !facts.seed().isEarlier(b.clusterId()));
  }

  private static Optional<Birth> read(HostPath path, Content content) {
    try {
      return Optional.of(Birth.read(path.value(), content));
    } catch (BadInput e) {
      return Optional.empty();
    }
  }

  /** In the order of writing: the inventory last, since the copy serves when that is there. */
  static List<NodeFile> wanted(HostPath folder, Facts.SeedFacts seed, Optional<Birth> birth) {
    Map<String, Content> contents = new TreeMap<>(seed.certificates());
    contents.putAll(seed.texts());
    birth.ifPresent(b -> contents.putIfAbsent(Birth.FILE, b.toContent()));
    List<NodeFile> files = new ArrayList<>();
    contents.forEach((n, c) -> files.add(new NodeFile(folder.child(n), c, FILE)));
    List<NodeFile> inventory = files.stream().filter(KeptCopy::isInventory).toList();
    files.removeIf(KeptCopy::isInventory);
    files.addAll(inventory);
    return files;
  }

  /** A run that is cut in the midst of several files leaves a copy that does not serve. */
  static void renew(Host host, FileChange.KeepSeed change) {
    host.folder(change.folder(), FOLDER);
    if (change.files().size() + change.gone().size() > 1) {
      host.remove(change.folder().child(ClusterSpec.FILE));
    }
    change.gone().forEach(host::remove);
    change.files().forEach(host::write);
  }

  static String words(FileChange.KeepSeed change) {
    List<String> parts = new ArrayList<>();
    if (!change.files().isEmpty()) {
      parts.add(names(change.files().stream().map(NodeFile::path).toList()));
    }
    if (!change.gone().isEmpty()) {
      parts.add("without " + names(change.gone()));
    }
    String what = parts.isEmpty() ? "readable by root alone" : String.join("; ", parts);
    return "keep a copy of the seed in " + change.folder() + ": " + what;
  }

  private static String names(List<HostPath> paths) {
    Comparator<String> certificatesLast = Comparator.comparing(name -> name.endsWith(".pem"));
    return paths.stream()
        .map(HostPath::name)
        .sorted(certificatesLast.thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.joining(", "));
  }

  private static boolean isThere(Facts facts, NodeFile file) {
    FileState there = facts.file(file.path());
    return there.content().filter(file.content()::equals).isPresent()
        && isOwned(facts, there, file.ownership());
  }

  private static boolean isOwned(Facts facts, FileState there, Ownership wanted) {
    return there.ownership().filter(is -> facts.accounts().areSame(is, wanted)).isPresent();
  }

  /** Also what a run that was cut left half written. */
  static List<HostPath> others(Facts facts, HostPath folder, List<NodeFile> wanted) {
    List<HostPath> known = wanted.stream().map(NodeFile::path).toList();
    return facts.files().entrySet().stream()
        .filter(e -> e.getKey().parent().equals(folder) && !known.contains(e.getKey()))
        .filter(e -> !e.getValue().is(FileState.Kind.FOLDER))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean isInventory(NodeFile file) {
    return file.path().name().equals(ClusterSpec.FILE);
  }
}
