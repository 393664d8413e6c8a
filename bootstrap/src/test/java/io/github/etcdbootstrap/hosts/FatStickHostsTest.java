package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stick has FAT on it, as most have: one host after the other, it carries birth and marks. */
class FatStickHostsTest {
  @Test
  void oneAfterTheOtherTheyFormOneCluster() {
    TestSeed seed = TestSeed.on(FatStick.plug(FatStickHostsTest.class));
    try (TestCluster cluster =
        TestCluster.ofBareHosts(FatStickHostsTest.class, 3, seed, "--manage-hosts")) {
      String mount = cluster.hosts.shell(1, "grep ' /media/usb ' /proc/mounts").expect(0).out();
      assertThat(mount).containsPattern(" (vfat|fuseblk) ");

      Result first = cluster.run(1).expect(0);
      assertThat(first.out()).contains("1 of 3 up; run etcd-bootstrap on the next");
      cluster.run(2).expect(0);
      cluster.run(3).expect(0);

      cluster.awaitHealthy(1, 2, 3);
      assertThat(new Members(cluster.status(1)).healthyVoters("3.5.2")).isEqualTo(3);
      assertThat(names(seed.file("members"))).hasSize(6);
      assertThat(names(seed.stick())).contains("birth.yml").noneMatch(name -> name.startsWith("."));
      saysOnceThatItsKeysAreOpen(cluster, first);
    }
  }

  private static void saysOnceThatItsKeysAreOpen(TestCluster cluster, Result first) {
    String warning =
        "warning: private keys in /media/usb can be read by other users: files on \\w+"
            + " have no"
            + " modes; mount it with the option umask=077\n";
    assertThat(first.err()).containsPattern(warning);
    Result quiet = cluster.run(1).expect(0);
    assertThat(quiet.out()).startsWith("nothing to change").contains(" (3 warnings");
    assertThat(quiet.err()).isEmpty();
    assertThat(cluster.run(1, "verify").expect(0).err()).containsPattern(warning);
  }

  private static List<String> names(Path folder) {
    return Folder.list(folder).stream().map(file -> file.getFileName().toString()).toList();
  }
}
