package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.model.Ownership;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A baked card's own seed follows the seed that a run was given. */
class PrivateSeedTest extends ObservedHost {
  private static final Ownership SECRET = Ownership.root(0600);
  private static final HostPath INVENTORY = own("cluster.yml");

  @BeforeEach
  void baked() {
    born();
    world.seed.files.put("cluster.yml", Content.of("the inventory"));
    text(Layout.SEED_SETTING, "# baked\nseed: \"/etc/etcd-bootstrap/seed\"\n");
    world.host.folder(Layout.PRIVATE_SEED, Ownership.root(0700));
    world.seed.files.forEach((name, content) -> carry(name, content.text()));
    carry("birth-20250101T000000Z.yml", "an earlier one");
    carry("etcd-v3.5.2-linux-arm64.tar.gz", "a release");
  }

  @Test
  void becomesWhatTheSeedOfTheRunIs() {
    assertThat(renewal()).isEmpty();
    carry("conf.yml.in", "snapshot-count: 1");
    carry("x-k3s-m-1-server.pem", "of an earlier seed");
    world.seed.files.put("client-key.pem", Content.of("a new key"));
    world.seed.files.put("cluster.yml", Content.of("another version"));
    String words = renewal().orElseThrow().describe();
    renew();

    assertThat(words)
        .startsWith("keep a copy of the seed in /etc/etcd-bootstrap/seed: cluster.yml, client-key");
    assertThat(world.host.look(own("client-key.pem")))
        .isEqualTo(FileState.file(Content.of("a new key"), SECRET));
    assertThat(world.host.look(INVENTORY).content()).contains(Content.of("another version"));
    assertThat(world.host.look(Layout.PRIVATE_SEED).ownership()).contains(Ownership.root(0700));
    assertThat(world.host.list(Layout.PRIVATE_SEED))
        .contains("birth-20250101T000000Z.yml", "etcd-v3.5.2-linux-arm64.tar.gz", "birth.yml")
        .doesNotContain("conf.yml.in", "x-k3s-m-1-server.pem");
    assertThat(renewal()).isEmpty();
  }

  @Test
  void ofAnotherClusterItIsLeftAlone() {
    world.seed.files.put("cluster.yml", Content.of("another version"));
    carry(Birth.FILE, UNKNOWN.toContent().text());
    assertThat(renewal()).isEmpty();
    carry(Birth.FILE, "cut");
    assertThat(renewal()).isEmpty();
  }

  @Test
  void whereTheBootTakesAnotherItIsLeftAlone() {
    world.seed.files.put("cluster.yml", Content.of("another version"));
    text(Layout.SEED_SETTING, "seed: /media/usb\n");
    assertThat(renewal()).isEmpty();
    text(Layout.SEED_SETTING, "seed: [\n");
    assertThat(renewal()).isEmpty();
    text(Layout.SEED_SETTING, "seed: file:///etc/etcd-bootstrap/seed # mine\n");
    assertThat(renewal()).isPresent();
  }

  /** The kept copy, renewed before it, mends it at the next boot. */
  @Test
  void cutAtAnyWriteItDoesNotServeAndTheNextRunEndsIt() {
    world.seed.files.put("client.pem", Content.of("new"));
    world.seed.files.put("client-key.pem", Content.of("new"));
    FileChange.KeepSeed whole = (FileChange.KeepSeed) renewal().orElseThrow();
    for (NodeFile last : whole.files()) {
      baked();
      FileChange.KeepSeed until =
          new FileChange.KeepSeed(
              whole.folder(),
              whole.files().stream().map(f -> f == last ? unwritable(f) : f).toList(),
              whole.gone());
      assertThatThrownBy(() -> until.apply(world.world())).isInstanceOf(HostFailure.class);
      assertThat(world.host.look(INVENTORY).is(FileState.Kind.ABSENT)).as("%s", last).isTrue();

      world.seed.standsInFor = Optional.of("there is no /etc/etcd-bootstrap/seed/cluster.yml");
      renew();
      assertThat(renewal()).isEmpty();
      world.seed.standsInFor = Optional.empty();
      assertThat(renewal()).isEmpty();
    }
  }

  /** That may be old: it is not what a run was given. */
  @Test
  void theKeptCopyChangesNothingInAWholeOne() {
    world.seed.files.put("client-key.pem", Content.of("new"));
    world.seed.standsInFor = Optional.of("no seed found");
    assertThat(renewal()).isEmpty();
  }

  private static NodeFile unwritable(NodeFile file) {
    return new NodeFile(file.path(), file.content(), new Ownership("nobody", "nobody", 0600));
  }

  private Optional<Change> renewal() {
    return PrivateSeed.renewal(observe());
  }

  private void renew() {
    renewal().orElseThrow().apply(world.world());
  }

  private void carry(String name, String text) {
    world.host.write(new NodeFile(own(name), Content.of(text), SECRET));
  }

  private static HostPath own(String name) {
    return Layout.PRIVATE_SEED.child(name);
  }
}
