package io.github.etcdbootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteTest {
  private static final Setting OUTPUTS =
      new Setting("log-outputs", Setting.Type.LIST, List.of("stderr", "/var/log/etcd/etcd.log"));

  @Test
  void aMachineListensOnItsLoopbackToo() {
    assertThat(Site.MACHINE.listenClients("192.168.7.11"))
        .containsExactly("https://192.168.7.11:2379", "https://127.0.0.1:2379");
    assertThat(Site.MACHINE.metrics("192.168.7.11")).hasToString("http://127.0.0.1:2381");
    assertThat(Site.MACHINE.placed(OUTPUTS)).isEqualTo(OUTPUTS);
  }

  @Test
  void aHostInAFolderHasItsOwnAddressAlone() {
    Site site = Site.inFolder("/home/me/lab/lab-1");

    assertThat(site.listenClients("127.23.79.1")).containsExactly("https://127.23.79.1:2379");
    assertThat(site.metrics("127.23.79.1")).hasToString("http://127.23.79.1:2381");
    assertThat(site.placed(OUTPUTS).values())
        .containsExactly("stderr", "/home/me/lab/lab-1/var/log/etcd/etcd.log");
    Setting other = new Setting("logger", Setting.Type.STRING, List.of("/zap"));
    assertThat(site.placed(other)).isEqualTo(other);
  }
}
