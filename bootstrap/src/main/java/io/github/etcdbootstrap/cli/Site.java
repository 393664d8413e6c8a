package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.Setting;
import java.net.URI;
import java.util.List;

/**
 * What a host's surroundings mean for etcd's configuration.
 *
 * @param root where its processes find its `/`: empty, but in a lab a folder
 * @param ownLoopback whether 127.0.0.1 is this host's alone
 */
record Site(String root, boolean ownLoopback) {
  static final Site MACHINE = new Site("", true);

  private static final String LOG_OUTPUTS = "log-outputs";

  /** Of a host whose root is a folder, beside others on one machine. */
  static Site inFolder(String root) {
    return new Site(root, false);
  }

  List<String> listenClients(String address) {
    String own = "https://" + address + ":2379";
    return ownLoopback ? List.of(own, "https://127.0.0.1:2379") : List.of(own);
  }

  URI metrics(String address) {
    return URI.create("http://" + (ownLoopback ? "127.0.0.1" : address) + ":2381");
  }

  /** The one setting of the owner's that names paths. */
  Setting placed(Setting setting) {
    return setting.key().equals(LOG_OUTPUTS)
        ? new Setting(LOG_OUTPUTS, setting.type(), setting.values().stream().map(this::at).toList())
        : setting;
  }

  private String at(String output) {
    return output.startsWith("/") ? root + output : output;
  }
}
