package io.github.etcdbootstrap.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What etcd demands of several keys together (`Validate` and `setupLogging` in server/embed). */
public final class ConfRules {
  private static final long LONGEST_ELECTION = 50_000;
  private static final Set<String> STREAMS = Set.of("default", "stderr", "stdout");

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  private ConfRules(Collection<Setting> settings) {
    settings.forEach(setting -> this.settings.put(setting.key(), setting));
  }

  /**
   * A broken rule.
   *
   * @param key one of the keys it is about, for its line
   */
  public record Violation(String key, String what, String remedy) {}

  /** The rules among keys that are there; others may stand in another file. */
  public static List<Violation> ofSome(Collection<Setting> settings) {
    ConfRules rules = new ConfRules(settings);
    if (rules.has("heartbeat-interval") && rules.has("election-timeout")) {
      rules.election();
    }
    return rules.violations;
  }

  /** All rules; a missing key has etcd's default. */
  static List<Violation> ofFinished(Collection<Setting> settings) {
    ConfRules rules = new ConfRules(settings);
    rules.election();
    rules.leases();
    rules.logs();
    return rules.violations;
  }

  private void election() {
    long heartbeat = number("heartbeat-interval", 100);
    long election = number("election-timeout", 1000);
    String key = has("election-timeout") ? "election-timeout" : "heartbeat-interval";
    if (heartbeat == 0) {
      violate("heartbeat-interval", "is 0", "write milliseconds: 500 for SD cards");
    } else if (election < 5 * heartbeat) {
      violate(
          key,
          "does not fit: election-timeout is "
              + election
              + ", but must be at least 5 times heartbeat-interval, which is "
              + heartbeat,
          "write an election-timeout of " + 10 * heartbeat);
    } else if (election > LONGEST_ELECTION) {
      violate(key, "is " + election + ", etcd allows up to 50000", "write 5000");
    }
  }

  private void leases() {
    String persist = "experimental-enable-lease-checkpoint-persist";
    if (isTrue(persist) && !isTrue("experimental-enable-lease-checkpoint")) {
      violate(
          persist,
          "is true without experimental-enable-lease-checkpoint",
          "set both, or neither; the same on every member");
    }
  }

  private void logs() {
    List<String> outputs = has("log-outputs") ? settings.get("log-outputs").values() : List.of();
    if (outputs.size() > 1 && outputs.contains("default")) {
      violate("log-outputs", "has `default` beside others", "write stderr instead");
    }
    long files = outputs.stream().filter(output -> !STREAMS.contains(output)).count();
    if (isTrue("enable-log-rotation") && files != 1) {
      violate(
          "enable-log-rotation",
          "is true, but log-outputs names " + files + " files",
          "name one file in log-outputs, or leave enable-log-rotation out");
    }
  }

  private void violate(String key, String what, String remedy) {
    violations.add(new Violation(key, what, remedy));
  }

  private boolean has(String key) {
    return settings.containsKey(key);
  }

  private boolean isTrue(String key) {
    return has(key) && settings.get(key).shown().equals("true");
  }

  private long number(String key, long otherwise) {
    return has(key) ? Long.parseLong(settings.get(key).shown()) : otherwise;
  }
}
