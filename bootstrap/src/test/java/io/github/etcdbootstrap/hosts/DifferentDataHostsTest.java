package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A bit of a stored value flips while etcd is off: it starts, and only `verify` says so. */
class DifferentDataHostsTest extends Loss {
  private static final int NOT_AS_IT_SHOULD_BE = 1;
  private static final String CANARY = "canary-in-the-database";
  private static final String ODD = "x-k3s-m-3";

  DifferentDataHostsTest() {
    super(FIRST, 3);
  }

  @Test
  void valueFlippedInAYoungMember() {
    cluster.etcdctl(1, "put canary " + CANARY).expect(0);
    assertThat(cluster.run(1, "verify").expect(0).out())
        .contains("data: the same in x-k3s-m-1, x-k3s-m-2, x-k3s-m-3\n");
    byHand(3, STOP);
    Bytes database = new Bytes(cluster, 3, DATA + "/member/snap/db");
    database.find(CANARY).forEach(database::flip);
    byHand(3, START);
    cluster.awaitHealthy(cluster.all());
    assertThat(cluster.readFrom(3, "canary")).isNotEqualTo(CANARY).hasSize(CANARY.length());

    for (int host : cluster.all()) {
      Result verify = cluster.run(host, "verify").expect(NOT_AS_IT_SHOULD_BE);
      assertThat(verify.out()).contains("data: " + ODD + " differs from x-k3s-m-1, x-k3s-m-2\n");
      assertThat(verify.err()).contains("  do: on " + ODD + ": rc-service etcd stop");
    }

    byHand(3, STOP + "mv " + DATA + "/member " + DATA + "/member-flipped");
    cluster.run(3).expect(0);
    assertThat(cluster.readFrom(3, "canary")).isEqualTo(CANARY);
    isWhole(cluster.all());
  }
}
