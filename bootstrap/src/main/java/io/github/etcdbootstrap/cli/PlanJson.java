package io.github.etcdbootstrap.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.DiskVerdict;
import io.github.etcdbootstrap.plan.Plan;
import io.github.etcdbootstrap.plan.Refusal;
import io.github.etcdbootstrap.plan.SameData;
import io.github.etcdbootstrap.plan.Served;
import java.time.Duration;
import java.util.List;

/** A plan as `--json` prints it; the shape is part of the command line's contract. */
final class PlanJson {
  private PlanJson() {}

  static JsonObject of(String host, Plan plan) {
    JsonObject json = new JsonObject();
    json.addProperty("host", host);
    JsonArray changes = new JsonArray();
    plan.changes().forEach(change -> changes.add(of(change)));
    json.add("changes", changes);
    json.add("refusal", plan.refusal().map(r -> (JsonElement) of(r)).orElse(JsonNull.INSTANCE));
    return json;
  }

  private static JsonObject of(Change change) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", change.kind());
    json.addProperty("target", change.target());
    json.addProperty("summary", change.describe());
    return json;
  }

  private static JsonObject of(Refusal refusal) {
    JsonObject json = new JsonObject();
    json.addProperty("reason", refusal.reason());
    json.add("evidence", strings(refusal.evidence()));
    json.add("commands", strings(refusal.commands()));
    return json;
  }

  /** What `verify` adds; without times where they could not be measured. */
  static JsonObject of(DiskVerdict disk) {
    JsonObject json = new JsonObject();
    json.addProperty("p50Micros", disk.times().map(t -> micros(t.p50())).orElse(null));
    json.addProperty("p99Micros", disk.times().map(t -> micros(t.p99())).orElse(null));
    json.addProperty("verdict", disk.words());
    return json;
  }

  /** What `verify` adds of a healthy member; null where no certificate can be read. */
  static JsonObject of(Served served) {
    JsonObject json = new JsonObject();
    boolean compared = !served.at().isEmpty() || !served.wrong().isEmpty();
    json.addProperty("served", compared ? served.wrong().isEmpty() : null);
    json.addProperty("verdict", served.words());
    return json;
  }

  /** What `verify` adds where there are others; null where they could not be compared. */
  static JsonObject of(SameData data) {
    JsonObject json = new JsonObject();
    json.addProperty(
        "same",
        data.verdict() == SameData.Verdict.UNKNOWN
            ? null
            : data.verdict() == SameData.Verdict.SAME);
    json.addProperty("verdict", data.words());
    json.add("seen", strings(data.seen()));
    json.add("commands", strings(data.commands()));
    return json;
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1000;
  }

  static JsonArray strings(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
