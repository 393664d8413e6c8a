package io.github.etcdbootstrap.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long the runs took that mended what. */
final class RepairTimes {
  private static final Duration AT_FIRST = Duration.ofSeconds(20);

  private final Map<Wreck, List<Duration>> times = new EnumMap<>(Wreck.class);

  synchronized void add(Wreck wreck, Duration time) {
    times.computeIfAbsent(wreck, w -> new ArrayList<>()).add(time);
  }

  synchronized Duration longest(Wreck wreck) {
    return sorted(wreck).stream().reduce((first, second) -> second).orElse(AT_FIRST);
  }

  private List<Duration> sorted(Wreck wreck) {
    return times.getOrDefault(wreck, List.of()).stream().sorted().toList();
  }

  @Override
  public synchronized String toString() {
    StringBuilder lines = new StringBuilder("last rerun, s: median (least to most) of how many\n");
    for (Wreck wreck : times.keySet()) {
      List<Duration> sorted = sorted(wreck);
      int count = sorted.size();
      lines.append(
          "  %s: %.1f (%.1f to %.1f) of %d%n"
              .formatted(
                  wreck,
                  seconds(sorted.get(count / 2)),
                  seconds(sorted.get(0)),
                  seconds(sorted.get(count - 1)),
                  count));
    }
    return lines.toString();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
