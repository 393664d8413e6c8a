package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Ownership;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the seed that others can read are said, never an error. */
class OpenKeysTest {
  private static final HostPath PLACE = HostPath.of(FakeSeed.PLACE);

  private final FakeWorld world = new FakeWorld(Edge.config());

  @Test
  void closedKeysAndOpenCertificatesAreFine() {
    mount("ext4");
    allKeys(0600);
    put("ca.pem", 0644);

    assertThat(warning()).isEmpty();
  }

  @Test
  void eachOpenKeyIsNamedWithTheCommand() {
    mount("ext4");
    allKeys(0400);
    put("client-key.pem", 0640);
    put("x-k3s-m-1-key.pem", 0604);

    assertThat(warning())
        .contains(
            "private keys in /media/usb can be read by other users: chmod 600"
                + " /media/usb/client-key.pem /media/usb/x-k3s-m-1-key.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vfat", "exfat", "msdos", "fuseblk"})
  void onAStickWithoutModesTheMountIsToBlame(String type) {
    mount(type);
    allKeys(0755);

    assertThat(warning())
        .contains(
            "private keys in /media/usb can be read by other users: files on "
                + type
                + " have no modes; mount it with the option umask=077");
    allKeys(0700);
    assertThat(warning()).isEmpty();
  }

  @Test
  void linksHaveNoModeOfTheirOwn() {
    mount("ext4");
    world.host.files.put(PLACE.child("client-key.pem"), FileState.link("x", Ownership.root(0777)));

    assertThat(warning()).isEmpty();
  }

  private Optional<String> warning() {
    return OpenKeys.warning(world.host, world.seed);
  }

  private void mount(String type) {
    world.host.mounts.put(PLACE, FakeHost.mount(FakeSeed.PLACE, type, "8:0", "STICK"));
  }

  private void allKeys(int mode) {
    world.seed.list("").stream().filter(n -> n.endsWith("-key.pem")).forEach(n -> put(n, mode));
  }

  private void put(String name, int mode) {
    world.host.files.put(
        PLACE.child(name), FileState.file(Content.of("the PEM"), Ownership.root(mode)));
  }
}
