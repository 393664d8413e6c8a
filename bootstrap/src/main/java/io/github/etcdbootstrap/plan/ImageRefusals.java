package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.text.Problem;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An image that is, or was, a node already must not become another one, nor the same once more. */
final class ImageRefusals {
  private final ImageFacts image;
  private final Facts facts;
  private final Baking baking;

  ImageRefusals(ImageFacts image, Baking baking) {
    this.image = image;
    this.facts = image.facts();
    this.baking = baking;
  }

  Optional<Refusal> first() {
    return Stream.of(mount(), hasRun(), keys(), hostname(), birth())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Refusal> mount() {
    return facts
        .data()
        .missingMount()
        .map(
            point ->
                refusal(
                    "the image's fstab mounts %s for etcd's data, but nothing is mounted there under --root"
                        .formatted(point),
                    List.of(),
                    "mount it there too, then run again"));
  }

  private Optional<Refusal> hasRun() {
    List<String> seen = new ArrayList<>();
    String dataDir = baking.config().dataDir().value();
    if (facts.data().hasWal()) {
      seen.add("data of an etcd in " + dataDir);
    }
    facts.data().elsewhere().ifPresent(other -> seen.add("data of an etcd in " + other.folder()));
    facts.data().asides().forEach(aside -> seen.add("data that was moved to " + aside));
    facts
        .card()
        .install()
        .ifPresent(i -> seen.add("%s of %s".formatted(Layout.INSTALL, i.member())));
    facts.card().marks().stream()
        .map(Mark::fileName)
        .map(name -> "the mark " + Shown.text(Layout.MARKS.child(name).value()))
        .forEach(seen::add);
    return seen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            refusal(
                "this root already belongs to a node; bake needs a fresh one",
                seen,
                "check that this is the right card: a node is repaired by running etcd-bootstrap"
                    + " on it",
                "to give that node up, begin with a fresh Alpine root"));
  }

  private Optional<Refusal> keys() {
    CertificateFiles own = baking.config().certificates();
    List<String> ours = baking.named() ? own.all() : List.of();
    List<String> others =
        image.keys().stream()
            .filter(key -> !ours.contains(key.name()))
            .map(HostPath::value)
            .map(Shown::text)
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            refusal(
                "this root holds keys "
                    + (baking.named() ? "that are not " + self() + "'s" : "of particular hosts"),
                others,
                baking.named()
                    ? "check that this is the right card; if so, remove them, then run again"
                    : "bake it for its member with --name; or remove them, then run again"));
  }

  private Optional<Refusal> hostname() {
    String hostname = facts.identity().hostname();
    if (!baking.named() || self().names(hostname)) {
      return Optional.empty();
    }
    return baking.config().others().stream()
        .filter(other -> other.name().names(hostname))
        .findFirst()
        .map(
            other ->
                refusal(
                    "this root is called %s, but is to be baked for %s"
                        .formatted(Shown.text(hostname), self()),
                    List.of(),
                    "check that this is the right card; if so, write %s into %s, then run again"
                        .formatted(self(), Layout.HOSTNAME)));
  }

  /** A birth is drawn only where nobody can have been born yet. */
  private Optional<Refusal> birth() {
    Facts.SeedFacts seed = facts.seed();
    if (!baking.named() || seed.birth().isPresent()) {
      return Optional.empty();
    } else if (seed.unreadableBirth().isPresent()) {
      Problem problem = seed.unreadableBirth().get();
      return Optional.of(refusal(problem.cause(), List.of(), problem.remedy()));
    }
    List<String> marks =
        seed.marks().stream()
            .filter(m -> m.state() != Mark.State.FOUND && !seed.isEarlier(m))
            .map(Mark::fileName)
            .toList();
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            refusal(
                "the seed in %s has no birth.yml, but remembers members that were started"
                    .formatted(seed.place()),
                marks,
                "put that cluster's birth.yml back: its hosts keep a copy in " + Layout.KEPT_SEED));
  }

  private MemberName self() {
    return baking.config().self().name();
  }

  private static Refusal refusal(String reason, List<String> evidence, String... commands) {
    return new Refusal(reason, evidence, List.of(commands), false);
  }
}
