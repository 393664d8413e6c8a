package io.github.etcdbootstrap.hosts;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a host is like before a run that is stopped everywhere. */
enum StopScenario {
  FIRST_INSTALL(1, formed(TestCluster::startFromBare)),

  /** It is as it should be. */
  NOTHING_TO_DO(1, formed(cluster -> {})),

  LOCAL_REPAIR(1, formed(StopScenario::doMuchDamage)),

  LOST_DATA(3, formed(StopScenario::wipeData)),

  NEW_CARD(3, formed(cluster -> cluster.hosts.newCard(StopScenario.HOST))),

  TAKE_OVER(3, StopScenario::makeByHand);

  static final int HOST = 1;

  private static final String MUCH_DAMAGE =
      """
      set -e
      rc-service etcd stop
      release=/usr/local/lib/etcd
      printf X | dd of=$release/current/etcd bs=1 seek=50000 conv=notrunc
      mkdir -m 700 $release/.staging-0123abcd
      cp $release/current/SHA256SUMS $release/.staging-0123abcd/etcd
      rm $release/current /usr/local/bin/etcdctl /etc/init.d/etcd /etc/profile.d/etcd.sh
      rm /usr/local/lib/etcd-bootstrap/etcd-run /etc/etcd/x-k3s-m-1.pem
      sed -i 's/^heartbeat-interval: .*/heartbeat-interval: 77/' /etc/etcd/conf.yml
      sed -i 's|^ETCD_DATA_DIR=.*|ETCD_DATA_DIR=/var/lib/elsewhere|' /etc/conf.d/etcd
      mv /etc/runlevels/default/etcd /etc/runlevels/boot/etcd
      chmod 644 /etc/etcd/x-k3s-m-1-key.pem
      chown -R root:root /var/lib/etcd /var/log/etcd
      sed -i '/x-k3s-m-1/d' /etc/hosts
      rm -r /var/lib/etcd-bootstrap/seed /media/usb/members
      """;

  final int size;
  private final Function<TestCluster, Runnable> begin;

  StopScenario(int size, Function<TestCluster, Runnable> begin) {
    this.size = size;
    this.begin = begin;
  }

  /** What its owner would call it: `first-install`. */
  static StopScenario called(String name) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such scenario: " + name));
  }

  /** Makes the cluster; what it returns makes the state before a run, from that after one. */
  Runnable begin(TestCluster cluster) {
    return begin.apply(cluster);
  }

  private static Function<TestCluster, Runnable> formed(Consumer<TestCluster> damage) {
    return cluster -> {
      cluster.startFromBare();
      cluster.form();
      return () -> damage.accept(cluster);
    };
  }

  private static void doMuchDamage(TestCluster cluster) {
    cluster.hosts.shell(HOST, MUCH_DAMAGE).expect(0);
  }

  private static void wipeData(TestCluster cluster) {
    String wipe = "rc-service etcd stop; rm -rf /var/lib/etcd/* /var/lib/etcd-bootstrap/snapshots";
    cluster.hosts.shell(HOST, wipe).expect(0);
  }

  /** The state that ends with the first run is given back each time. */
  private static Runnable makeByHand(TestCluster cluster) {
    cluster.startFromBare();
    cluster.makeByHand("/usr/local/bin", "supervised");
    return new KeptDisks(cluster)::restore;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
