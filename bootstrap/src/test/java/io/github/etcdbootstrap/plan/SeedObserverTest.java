package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Birth;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Mark;
import io.github.etcdbootstrap.model.Mark.State;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the seed remembers, and whether all nodes see the same one. */
class SeedObserverTest extends ObservedHost {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vfat     | 8:0   | ''",
        "vfat     | 179:0 | /media/usb is on the same disk as /",
        "tmpfs    | 0:31  | /media/usb lies in memory (tmpfs)",
        "nfs4     | 0:40  | ''",
        "9p       | 179:0 | ''",
        "virtiofs | 0:41  | ''",
      })
  void aSharedSeedLiesOnADiskOfItsOwn(String type, String disk, String why) {
    HostPath place = HostPath.of(FakeSeed.PLACE);
    world.host.mounts.put(place, FakeHost.mount(FakeSeed.PLACE, type, disk, "X"));

    assertThat(observe().seed().whyNotShared()).isEqualTo(why);
    assertThat(observe().seed().shared()).isEqualTo(why.isEmpty());
  }

  @Test
  void aSeedOnTheDatasOwnDiskIsNotShared() {
    world.host.mounts.put(
        Edge.DATA, new Host.Mount(Edge.DATA, "ext4", true, Set.of("8:0"), "X", "x", 1));

    assertThat(observe().seed().whyNotShared())
        .isEqualTo("/media/usb is on the same disk as /var/lib/etcd");
  }

  @Test
  void aReadOnlySeedIsNotShared() {
    world.seed.writable = false;

    assertThat(observe().seed().whyNotShared()).isEqualTo("/media/usb is read-only");
  }

  @Test
  void theCopyOnTheCardIsNotShared() {
    world.seed.standsInFor = Optional.of("no seed found");

    assertThat(observe().seed().whyNotShared()).isEqualTo("it is the copy kept on this card");
    assertThat(observe().seed().isKeptCopy()).isTrue();
  }

  @Test
  void aBirthThatCannotBeReadIsNotNone() {
    world.seed.files.put(Birth.FILE, Content.of("token: \"k3s"));

    assertThat(observe().seed().birth()).isEmpty();
    assertThat(observe().seed().unreadableBirth()).isPresent();
  }

  @Test
  void marksAreReadFromCardAndSeedAndNothingElseIs() {
    marked(Case.BIRTH, State.INTENDED);
    text(Layout.DATA_DISK, "SERIAL-1\n");
    text(Layout.MARKS.child("x-k3s-m-1-d23d84f4e3d4ac93.started"), "");
    world.seed.files.put("members/README.txt", Content.of("x"));
    world.seed.files.put("members/x-k3s-m-2-ac6538479921669f.left", Content.of("cut"));

    Facts facts = observe();

    assertThat(facts.card().marks())
        .extracting(Mark::state)
        .containsExactly(State.INTENDED, State.STARTED);
    assertThat(facts.card().marks().get(1).details()).isEmpty();
    assertThat(facts.seed().marks()).extracting(Mark::state).containsExactly(State.LEFT);
  }
}
