package io.github.etcdbootstrap.hosts;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cluster's members, as etcdctl has them.
 *
 * @param idsByName one that has not started has no name yet
 * @param learners their names
 */
record ListedMembers(String clusterId, Map<String, String> idsByName, Set<String> learners) {

  /** Asked of this host's member. */
  static ListedMembers by(TestCluster cluster, int host) {
    String out = cluster.etcdctlOfOne(host, "member list --write-out=json").expect(0).out();
    JsonObject list = JsonParser.parseString(out).getAsJsonObject();
    Map<String, String> ids = new TreeMap<>();
    Set<String> learners = new HashSet<>();
    for (JsonElement each : list.getAsJsonArray("members")) {
      JsonObject member = each.getAsJsonObject();
      String name = member.has("name") ? member.get("name").getAsString() : "";
      ids.put(name, Long.toHexString(member.get("ID").getAsBigInteger().longValue()));
      if (member.has("isLearner") && member.get("isLearner").getAsBoolean()) {
        learners.add(name);
      }
    }
    String clusterId = list.getAsJsonObject("header").get("cluster_id").getAsString();
    return new ListedMembers(clusterId, ids, learners);
  }
}
