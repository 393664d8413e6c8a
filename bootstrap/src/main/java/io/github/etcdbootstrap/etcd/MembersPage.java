package io.github.etcdbootstrap.etcd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberList;
import io.github.etcdbootstrap.text.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads what etcd's `/members` page says. */
final class MembersPage {
  private MembersPage() {}

  /**
   * The members in {@code body}; none if it is `null`: so a first start that was cut in its first
   * instant shows itself.
   *
   * @param clusterId the page's X-Etcd-Cluster-Id, in hex
   * @throws IllegalArgumentException if it is no such page
   */
  static MemberList read(String clusterId, String body) {
    if (clusterId == null) {
      throw new IllegalArgumentException("is not etcd's: it names no cluster");
    }
    // Gson takes nothing at all for `null`.
    if (body.isBlank()) {
      throw new IllegalArgumentException("is empty");
    }
    try {
      EtcdId cluster = EtcdId.parse(clusterId);
      List<ListedMember> members = new ArrayList<>();
      JsonElement json = Json.read("/members", body);
      if (!json.isJsonNull()) {
        json.getAsJsonArray().forEach(element -> members.add(member(element.getAsJsonObject())));
      }
      return new MemberList(cluster, members);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("is not a list of members", e);
    }
  }

  private static ListedMember member(JsonObject json) {
    if (!json.has("id") || !json.has("peerURLs")) {
      throw new IllegalStateException("a member without an ID or a peer URL");
    }
    // A number above 2^63: neither a long nor, without loss, a double.
    EtcdId id = new EtcdId(Long.parseUnsignedLong(json.get("id").getAsString()));
    return new ListedMember(
        id,
        json.has("name") ? json.get("name").getAsString() : "",
        strings(json, "peerURLs"),
        strings(json, "clientURLs"),
        json.has("isLearner") && json.get("isLearner").getAsBoolean());
  }

  private static List<String> strings(JsonObject json, String key) {
    List<String> strings = new ArrayList<>();
    if (json.has(key) && !json.get(key).isJsonNull()) {
      json.getAsJsonArray(key).forEach(element -> strings.add(element.getAsString()));
    }
    return strings;
  }
}
