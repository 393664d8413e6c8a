package io.github.etcdbootstrap.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of an etcd can cost data, and which later one mended it (etcd's CHANGELOG-3.5). */
public final class VersionNotes {
  /** Upstream's guide for the step to 3.6. */
  public static final EtcdVersion BEFORE_3_6 = new EtcdVersion(3, 5, 32);

  /** The checks for differing data are worth their cost below this one. */
  private static final EtcdVersion CHECKED_BELOW = new EtcdVersion(3, 5, 5);

  private static final String INITIAL_CHECK = "experimental-initial-corrupt-check";
  private static final String CHECK_TIME = "experimental-corrupt-check-time";

  /**
   * Each check reads all data, and upstream's guide says "a couple of hours": 4, in nanoseconds.
   */
  private static final String PERIOD = "14400000000000";

  private static final EtcdVersion FIRST_PROMOTING = new EtcdVersion(3, 5, 1);

  private static final List<Bug> BUGS =
      List.of(
          new Bug(3, 7, "members can come to differ when killed under load"),
          new Bug(5, 1, "its single member can lose acknowledged writes"),
          new Bug(5, 7, "an alarm call before a power cut can leave a member unable to start"));

  private VersionNotes() {}

  /** In clusters of up to so many members. */
  private record Bug(int mendedIn, int mostMembers, String what) {
    boolean isIn(EtcdVersion version, int members) {
      return members <= mostMembers && version.compareTo(new EtcdVersion(3, 5, mendedIn)) < 0;
    }
  }

  /** The warnings on {@code version}; {@code newest} is what to take instead. */
  public static List<String> of(EtcdVersion version, EtcdVersion newest, int members) {
    List<String> warnings = new ArrayList<>();
    List<String> bugs =
        BUGS.stream()
            .filter(bug -> bug.isIn(version, members))
            .map(bug -> "%s (fixed in 3.5.%d)".formatted(bug.what(), bug.mendedIn()))
            .toList();
    if (!bugs.isEmpty()) {
      warnings.add(
          "etcd %s can cost data: %s; write `%s` into %s"
              .formatted(version, String.join("; ", bugs), line(newest), ClusterSpec.FILE));
    }
    promotions(version, newest, members).ifPresent(warnings::add);
    return warnings;
  }

  /** Whoever joins is promoted, sooner or later; it shows only at the step to 3.6. */
  private static Optional<String> promotions(EtcdVersion version, EtcdVersion newest, int members) {
    boolean forgets =
        version.compareTo(FIRST_PROMOTING) >= 0 && version.compareTo(new EtcdVersion(3, 5, 20)) < 0;
    return forgets && members > 1
        ? Optional.of(
            ("etcd %s keeps no durable note that it promoted a member that joined (fixed in"
                    + " 3.5.20): before 3.6 every member must have run at least %s, such as `%s`")
                .formatted(version, BEFORE_3_6, line(newest)))
        : Optional.empty();
  }

  private static String line(EtcdVersion version) {
    return "etcd: {version: " + version + "}";
  }

  /**
   * The settings with the checks that upstream names against differing data, unless they are set.
   */
  public static List<Setting> withChecks(EtcdVersion version, List<Setting> settings) {
    List<Setting> all = new ArrayList<>(settings);
    if (version.compareTo(CHECKED_BELOW) < 0) {
      add(all, Setting.bool(INITIAL_CHECK, true));
      add(all, new Setting(CHECK_TIME, Setting.Type.NANOSECONDS, List.of(PERIOD)));
    }
    return all;
  }

  private static void add(List<Setting> settings, Setting setting) {
    if (settings.stream().noneMatch(s -> s.key().equals(setting.key()))) {
      settings.add(setting);
    }
  }
}
