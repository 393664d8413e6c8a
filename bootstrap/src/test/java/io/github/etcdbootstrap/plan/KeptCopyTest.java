package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The copy of the seed on the card, made, renewed, cut. */
class KeptCopyTest extends ObservedHost {
  private static final HostPath INVENTORY = Layout.KEPT_SEED.child("cluster.yml");
  private static final HostPath KEY = Layout.KEPT_SEED.child("client-key.pem");

  @BeforeEach
  void seed() {
    born();
    world.seed.files.put("cluster.yml", Content.of("the inventory"));
    world.seed.files.put("conf.yml.in", Content.of("snapshot-count: 1"));
  }

  @Test
  void isWhatThisHostTakesFromTheSeedForRootAlone() {
    renew();

    assertThat(world.host.look(Layout.KEPT_SEED).ownership()).contains(Ownership.root(0700));
    assertThat(names())
        .containsExactlyInAnyOrderElementsOf(world.seed.files.keySet())
        .contains("birth.yml", "client-key.pem", "cluster.yml", "conf.yml.in");
    assertThat(names())
        .allSatisfy(
            name ->
                assertThat(world.host.look(Layout.KEPT_SEED.child(name)))
                    .isEqualTo(FileState.file(world.seed.files.get(name), Ownership.root(0600))));
    assertThat(renewal()).isEmpty();
  }

  @Test
  void followsTheSeed() {
    renew();
    world.seed.files.remove("conf.yml.in");
    world.seed.files.put("client-key.pem", Content.of("a new key"));
    renew();

    assertThat(names()).containsExactlyInAnyOrderElementsOf(world.seed.files.keySet());
    assertThat(world.host.look(KEY).content()).contains(Content.of("a new key"));
    assertThat(renewal()).isEmpty();
  }

  /** Only what differs is written: cards wear out. */
  @Test
  void oneFileIsWrittenAlone() {
    renew();
    world.seed.files.put("client-key.pem", Content.of("a new key"));

    assertThat(keepSeed().files()).extracting(NodeFile::path).containsExactly(KEY);
  }

  @Test
  void aModeAloneIsMended() {
    renew();
    world.host.own(Layout.KEPT_SEED, Ownership.root(0755));
    assertThat(keepSeed().describe()).endsWith("/seed: readable by root alone");
    renew();

    assertThat(renewal()).isEmpty();
  }

  /** An inventory makes it a copy that serves: not before all else is as it should be. */
  @Test
  void cutAtAnyWriteItDoesNotServeOrIsWhole() {
    renew();
    TreeMap<HostPath, FileState> before = new TreeMap<>(world.host.files);
    world.seed.files.put("client.pem", Content.of("new"));
    world.seed.files.put("client-key.pem", Content.of("new"));
    int writes = keepSeed().files().size();
    assertThat(writes).isEqualTo(3);
    for (int cut = 0; cut < writes; cut++) {
      world.host.files.putAll(before);
      int last = cut;
      FileChange.KeepSeed change = keepSeed();
      FileChange.KeepSeed until =
          new FileChange.KeepSeed(
              change.folder(),
              change.files().stream()
                  .map(f -> change.files().indexOf(f) == last ? unwritable(f) : f)
                  .toList(),
              change.gone());
      assertThatThrownBy(() -> until.apply(world.world())).isInstanceOf(HostFailure.class);

      assertThat(world.host.look(INVENTORY).is(FileState.Kind.ABSENT))
          .as("cut at %d", cut)
          .isTrue();
      renew();
      assertThat(renewal()).isEmpty();
    }
  }

  private static NodeFile unwritable(NodeFile file) {
    return new NodeFile(file.path(), file.content(), new Ownership("nobody", "nobody", 0600));
  }

  /** Without the seed nothing is kept: the copy is as it was. */
  @Test
  void theCopyIsNotRenewedFromItself() {
    Scenario served = Scenario.aFinishedHost().withoutCopy().seedKept();

    assertThat(KeptCopy.renewal(served.facts(), Optional.empty())).isEmpty();
  }

  @Test
  void theBirthIsKeptThatThisPlanDraws() {
    world.seed.files.remove(Birth.FILE);
    Birth drawn = Case.BIRTH;

    FileChange.KeepSeed change =
        (FileChange.KeepSeed) KeptCopy.renewal(observe(), Optional.of(drawn)).orElseThrow();

    assertThat(change.files())
        .contains(
            new NodeFile(
                Layout.KEPT_SEED.child(Birth.FILE), drawn.toContent(), Ownership.root(0600)));
  }

  @Test
  void noKeyIsInItsWords() {
    assertThat(keepSeed().toString()).doesNotContain("the PEM of");
    assertThat(keepSeed().describe())
        .startsWith(
            "keep a copy of the seed in /var/lib/etcd-bootstrap/seed: birth.yml, cluster.yml,")
        .doesNotContain("the PEM of");
  }

  /** The tarball is too large to be kept: where no source serves, it may be in the seed. */
  @Test
  void aReleaseThatCannotBeHadMayBeInTheSeed() {
    Releases none =
        (release, staging) -> {
          throw new HostFailure("it could not be had", "name a source");
        };
    World real = world.world();
    World offline =
        new World(
            real.host(),
            real.cluster(),
            real.seed(),
            none,
            real.certificates(),
            real.report(),
            real.clock());
    HostPath folder = Layout.release(world.config.release().version());
    Change install = new FileChange.InstallRelease(world.config.release(), folder);
    assertThat(failureOf(install, offline).problem().remedy()).isEqualTo("name a source");

    world.seed.standsInFor = Optional.of("no seed found");
    assertThat(failureOf(install, offline).problem().cause()).isEqualTo("it could not be had");
    assertThat(failureOf(install, offline).problem().remedy())
        .startsWith("the seed may hold it")
        .endsWith("; or name a source");
  }

  private static HostFailure failureOf(Change change, World in) {
    return assertThatExceptionOfType(HostFailure.class).isThrownBy(() -> change.apply(in)).actual();
  }

  private Optional<Change> renewal() {
    return KeptCopy.renewal(observe(), Optional.empty());
  }

  private FileChange.KeepSeed keepSeed() {
    return (FileChange.KeepSeed) renewal().orElseThrow();
  }

  private void renew() {
    renewal().orElseThrow().apply(world.world());
  }

  private List<String> names() {
    return world.host.list(Layout.KEPT_SEED);
  }
}
