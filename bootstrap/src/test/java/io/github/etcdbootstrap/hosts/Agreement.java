package io.github.etcdbootstrap.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whether all members hold the same data, by etcd's own hash of it at one revision. */
final class Agreement {
  private static final Duration UNTIL_SETTLED = Duration.ofMinutes(2);

  private final TestCluster cluster;
  private final Integer[] hosts;
  private final long revision;

  private Agreement(TestCluster cluster, Integer[] hosts, long revision) {
    this.cluster = cluster;
    this.hosts = hosts;
    this.revision = revision;
  }

  static void isReachedIn(TestCluster cluster) {
    isReachedBy(cluster, cluster.all());
  }

  /** By those of its hosts that are members; the first is one. */
  static void isReachedBy(TestCluster cluster, Integer... hosts) {
    Result get = cluster.etcdctl(1, "get --write-out=json no-such-key").expect(0);
    JsonElement answer = JsonParser.parseString(get.out());
    long revision = answer.getAsJsonObject().getAsJsonObject("header").get("revision").getAsLong();
    new Agreement(cluster, hosts, revision).isReached();
  }

  private void isReached() {
    Map<Integer, String> hashes = new TreeMap<>();
    for (int host : hosts) {
      Wait.until(
          TestHosts.name(host) + " has revision " + revision,
          UNTIL_SETTLED,
          () -> ask(host).exit() == 0);
      hashes.put(host, hash(ask(host).expect(0)));
    }
    assertThat(Stream.of(hosts).map(hashes::get).distinct())
        .as("hashes at revision %d by host: %s", revision, hashes)
        .hasSize(1);
  }

  /** A revision that the member does not have yet is an error. */
  private Result ask(int host) {
    return cluster.etcdctlOfOne(host, "endpoint hashkv --write-out=json --rev=" + revision);
  }

  /** Of what is there, and of what was compacted. */
  private static String hash(Result result) {
    var hashed =
        JsonParser.parseString(result.out())
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("HashKV");
    return hashed.get("hash") + " since " + hashed.get("compact_revision");
  }
}
