package io.github.etcdbootstrap.etcd;

import com.google.gson.JsonObject;
import io.github.etcdbootstrap.plan.Cluster.Meeting.Presence;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Json;
import java.util.Map;

/**
 * What a founder that has not started answers on its port 2380.
 *
 * @param token of its birth; a name, and no secret
 */
record MeetingPage(String name, String token, String state) {
  static final String PATH = "/etcd-bootstrap/meeting";
  private static final String UNSTARTED = "unstarted";
  private static final String MET = "met";

  static MeetingPage of(String name, String token, boolean met) {
    return new MeetingPage(name, token, met ? MET : UNSTARTED);
  }

  String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.addProperty("token", token);
    json.addProperty("state", state);
    return Json.write(json) + "\n";
  }

  /** What {@code body} says of the founder {@code name} of the birth with this token. */
  static Presence read(String body, String name, String token) {
    try {
      Map<String, String> page = Json.readFlat(PATH, body);
      boolean theirs = name.equals(page.get("name")) && token.equals(page.get("token"));
      String state = theirs ? page.getOrDefault("state", "") : "";
      return switch (state) {
        case UNSTARTED -> Presence.UNSTARTED;
        case MET -> Presence.MET;
        default -> Presence.ABSENT;
      };
    } catch (BadInput e) {
      return Presence.ABSENT;
    }
  }
}
