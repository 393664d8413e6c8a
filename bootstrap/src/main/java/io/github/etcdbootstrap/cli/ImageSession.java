package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.etcd.ReleaseDownload;
import io.github.etcdbootstrap.host.ImageHost;
import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.NodeConfig;
import io.github.etcdbootstrap.pki.CertificateCheck;
import io.github.etcdbootstrap.plan.Baking;
import io.github.etcdbootstrap.plan.Carried;
import io.github.etcdbootstrap.plan.Certificates;
import io.github.etcdbootstrap.plan.ImageObserver;
import io.github.etcdbootstrap.plan.ImagePlanner;
import io.github.etcdbootstrap.plan.Layout;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Preconditions;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.plan.World;
import io.github.etcdbootstrap.seed.CarriedSeed;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run of `bake`: the ports wired to an image, and to nobody's network. */
final class ImageSession {
  private final World world;
  private final Baking baking;
  private final List<String> inputWarnings;
  private final ImageObserver observer;

  private ImageSession(World world, Baking baking, List<String> inputWarnings) {
    this.world = world;
    this.baking = baking;
    this.inputWarnings = List.copyOf(inputWarnings);
    this.observer = new ImageObserver(world, baking);
  }

  /**
   * @throws BadInput naming all that is wrong with the image and the seed
   */
  static ImageSession open(
      BakeOrder order, CommonOptions options, Sessions sessions, Report report) {
    ImageHost host = ImageHost.at(order.root(), new SystemClock().earliest());
    Preconditions.requireRoot(host.identity());
    Wrongs wrongs = new Wrongs();
    List<String> warnings = new ArrayList<>();
    wrongs.note(host.problems());
    Optional<Seed> seed = wrongs.noting(() -> seed(sessions, options));
    Optional<NodeConfig> config =
        seed.flatMap(s -> config(order, s, host, warnings, wrongs)).filter(c -> wrongs.none());
    Optional<Content> program = wrongs.noting(sessions::jar);
    if (!wrongs.none()) {
      throw wrongs.asBadInput();
    }
    World world = world(host, seed.orElseThrow(), order.name().isPresent(), report);
    Baking baking =
        new Baking(
            config.orElseThrow(),
            order.name().isPresent(),
            order.seedPlace(),
            LiveSessions.payload(),
            carried(program.orElseThrow()),
            new SystemClock().now().toString());
    return new ImageSession(world, baking, warnings);
  }

  World world() {
    return world;
  }

  Baking baking() {
    return baking;
  }

  /** As its own setting has it. */
  String whereTheSeedWillBe() {
    return ImagePlanner.isOwners(world.host().look(Layout.SEED_SETTING))
        ? "that its " + Layout.SEED_SETTING + " names"
        : "in " + Baking.STICK;
  }

  Plan plan() {
    return ImagePlanner.plan(observer.observe(), baking);
  }

  List<String> warnings(Plan plan) {
    List<String> warnings = new ArrayList<>(inputWarnings);
    warnings.addAll(plan.warnings());
    return warnings;
  }

  /** Not the copy that this machine keeps if it is a node itself: it may be old. */
  private static Seed seed(Sessions sessions, CommonOptions options) {
    Seed seed = sessions.seed(options);
    seed.standsInFor()
        .ifPresent(
            missing -> {
              throw new BadInput(missing, "bake from the seed itself: --seed FOLDER");
            });
    return new CarriedSeed(seed);
  }

  private static Optional<NodeConfig> config(
      BakeOrder order, Seed seed, ImageHost host, List<String> warnings, Wrongs wrongs) {
    Optional<ClusterSpec> spec = wrongs.noting(() -> LiveSessions.clusterSpec(seed));
    if (spec.isEmpty() || host.identity().architecture().isEmpty()) {
      return Optional.empty();
    }
    NodeConfigs configs = new NodeConfigs(seed, spec.get(), host, warnings);
    return order.name().isEmpty()
        ? configs.ofAnyMember(wrongs)
        : wrongs
            .noting(() -> member(spec.get(), order.name().get()))
            .flatMap(self -> configs.of(self, wrongs));
  }

  private static Member member(ClusterSpec spec, String name) {
    return spec.members().stream()
        .filter(m -> m.name().names(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "--name %s: is not a member in %s"
                        .formatted(Shown.text(name), ClusterSpec.FILE),
                    "name one of its members: "
                        + spec.members().stream()
                            .map(m -> m.name().value())
                            .collect(Collectors.joining(", "))));
  }

  private static World world(ImageHost host, Seed seed, boolean named, Report report) {
    Certificates notAsked = (config, depth) -> new Certificates.Verdict(List.of(), List.of());
    return new World(
        host,
        new NobodyThere(),
        seed,
        new ReleaseDownload(report),
        named ? new CertificateCheck(seed, new SystemClock()) : notAsked,
        report,
        new ImageClock());
  }

  private static Carried carried(Content jar) {
    return new Carried(
        jar,
        LiveSessions.resource("/packaging/etcd-bootstrap"),
        LiveSessions.resource("/openrc/at-boot"),
        LiveSessions.resource("/openrc/etcd-bootstrap.initd"),
        LiveSessions.resource("/openrc/etcd-bootstrap.confd"));
  }
}
