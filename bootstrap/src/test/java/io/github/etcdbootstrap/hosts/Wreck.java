package io.github.etcdbootstrap.hosts;

import java.util.Locale;

/** What befalls a running member, so that a run is needed there. */
enum Wreck {
  NEW_CARD("") {
    @Override
    void of(int host, TestCluster cluster) {
      cluster.hosts.newCard(host);
    }
  },
  DATA_DELETED_WHILE_STOPPED("rc-service etcd stop; rm -rf /var/lib/etcd/member"),
  DATA_DELETED_AND_ETCD_KILLED("rm -rf /var/lib/etcd/member; " + Damage.KILL_ETCD),
  BYTE_OF_THE_LOG_FLIPPED(
      "rc-service etcd stop; log=$(ls /var/lib/etcd/member/wal/*.wal | tail -n 1);"
          + " printf X | dd of=$log bs=1 seek=5000 conv=notrunc"),
  DATABASE_OVERWRITTEN(
      "rc-service etcd stop;"
          + " dd if=/dev/zero of=/var/lib/etcd/member/snap/db bs=4096 count=4 conv=notrunc"),
  CONFIGURATION_AND_PROGRAM_DAMAGED(
      "sed -i 's/^heartbeat-interval: .*/heartbeat-interval: 77/' /etc/etcd/conf.yml;"
          + " printf X | dd of=$(readlink -f /usr/local/bin/etcdctl) bs=1 seek=5000 conv=notrunc;"
          + " rc-service etcd stop; rm /etc/init.d/etcd");

  private final String commands;

  Wreck(String commands) {
    this.commands = commands;
  }

  void of(int host, TestCluster cluster) {
    cluster.hosts.shell(host, commands).expect(0);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
