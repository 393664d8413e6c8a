package io.github.etcdbootstrap.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import java.util.List;

/** The members as `status --json` prints them; the shape is part of the command line's contract. */
final class StatusJson {
  private StatusJson() {}

  static JsonObject of(String clusterName, List<MemberStatus> statuses) {
    JsonObject cluster = new JsonObject();
    cluster.addProperty(
        "id", statuses.stream().findFirst().map(s -> s.clusterId().toString()).orElse(null));
    cluster.addProperty("name", clusterName);
    JsonArray members = new JsonArray();
    statuses.forEach(status -> members.add(of(status)));
    JsonObject json = new JsonObject();
    json.add("cluster", cluster);
    json.add("members", members);
    return json;
  }

  private static JsonObject of(MemberStatus status) {
    JsonObject json = new JsonObject();
    json.addProperty("name", status.member().name());
    json.addProperty("id", status.member().id().toString());
    json.add("peerUrls", PlanJson.strings(status.member().peerUrls()));
    json.add("clientUrls", PlanJson.strings(status.member().clientUrls()));
    json.addProperty("endpoint", status.endpoint());
    json.addProperty("version", status.version());
    json.addProperty("dbSize", status.dbSize());
    json.addProperty("leader", status.leader());
    json.addProperty("learner", status.member().learner());
    json.addProperty("raftTerm", status.raftTerm());
    json.addProperty("raftIndex", status.raftIndex());
    json.addProperty("raftAppliedIndex", status.raftAppliedIndex());
    json.addProperty("healthy", status.healthy());
    json.add("errors", PlanJson.strings(status.errors()));
    return json;
  }
}
