package io.github.etcdbootstrap.hosts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A line of `etcdctl member list`: etcd's own word, not the program's. */
record ListedMember(
    String id, boolean started, String name, String peerUrl, String clientUrl, boolean learner) {

  /** As the quorum has it, asked on this host. */
  static List<ListedMember> all(TestCluster cluster, int host) {
    return cluster.etcdctl(host, "member list").expect(0).lines().stream()
        .map(ListedMember::of)
        .toList();
  }

  static Map<String, String> idsByName(TestCluster cluster, int host) {
    Map<String, String> ids = new TreeMap<>();
    all(cluster, host).forEach(member -> ids.put(member.name(), member.id()));
    return ids;
  }

  /** As etcdctl writes it; for comparisons. */
  static String clusterId(TestCluster cluster, int host) {
    String fields = cluster.etcdctl(host, "-w fields member list").expect(0).out();
    return fields.lines().filter(line -> line.startsWith("\"ClusterID\"")).findFirst().get();
  }

  private static ListedMember of(String line) {
    String[] columns = line.split(", ", -1);
    return new ListedMember(
        columns[0],
        columns[1].equals("started"),
        columns[2],
        columns[3],
        columns[4],
        Boolean.parseBoolean(columns[5]));
  }
}
