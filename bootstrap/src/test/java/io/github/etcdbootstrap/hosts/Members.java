package io.github.etcdbootstrap.hosts;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What `status --json` says. */
record Members(JsonObject json) {

  String clusterId() {
    return json.getAsJsonObject("cluster").get("id").getAsString();
  }

  Map<String, String> idsByName() {
    Map<String, String> ids = new TreeMap<>();
    all().forEach(m -> ids.put(m.get("name").getAsString(), m.get("id").getAsString()));
    return ids;
  }

  /** Members of this version that are healthy and vote. */
  long healthyVoters(String version) {
    return all().stream()
        .filter(m -> m.get("healthy").getAsBoolean() && !m.get("learner").getAsBoolean())
        .filter(m -> m.get("version").getAsString().equals(version))
        .count();
  }

  List<JsonObject> all() {
    return StreamSupport.stream(json.getAsJsonArray("members").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
