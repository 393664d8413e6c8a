package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.EtcdId;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.plan.Cluster.ListedMember;
import io.github.etcdbootstrap.plan.Cluster.MemberStatus;
import io.github.etcdbootstrap.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The alarms that members show in their status: a report, and the commands, never a repair. */
public final class Alarms {
  /** Without an ID where etcd does not know whose it is. */
  private static final Pattern ALARM = Pattern.compile("(?:memberID:(\\d+) )?alarm:(\\w+)\\s*");

  /** From here on the call that lists and disarms alarms cannot keep etcd from starting. */
  private static final EtcdVersion SAFE_CALL = new EtcdVersion(3, 5, 5);

  static final String DISARM = "etcdctl alarm disarm";

  private Alarms() {}

  /** Empty where etcd does not say whose it is. */
  private record Alarm(String kind, Optional<EtcdId> member) {}

  /** Why nothing about the members may be changed now; empty without an alarm. */
  public static Optional<Refusal> refusal(List<MemberStatus> statuses) {
    List<Alarm> alarms = of(statuses);
    if (alarms.isEmpty()) {
      return Optional.empty();
    }
    String causes = alarms.stream().map(a -> cause(a, statuses)).collect(Collectors.joining("; "));
    return Optional.of(
        new Refusal(
            causes + ": until that is fixed no member is added, removed or promoted",
            evidence(statuses),
            commands(alarms, statuses),
            false));
  }

  /** Every member shows those of the whole cluster. */
  private static List<Alarm> of(List<MemberStatus> statuses) {
    Set<String> shown = new TreeSet<>();
    statuses.forEach(s -> s.errors().stream().filter(Alarms::isAlarm).forEach(shown::add));
    return shown.stream().map(Alarms::read).distinct().toList();
  }

  private static boolean isAlarm(String error) {
    return ALARM.matcher(error).matches();
  }

  private static Alarm read(String error) {
    Matcher matcher = ALARM.matcher(error);
    matcher.matches();
    Optional<EtcdId> member =
        Optional.ofNullable(matcher.group(1)).map(Long::parseUnsignedLong).map(EtcdId::new);
    return new Alarm(matcher.group(2), member);
  }

  private static List<String> evidence(List<MemberStatus> statuses) {
    return statuses.stream()
        .flatMap(
            s ->
                s.errors().stream()
                    .filter(Alarms::isAlarm)
                    .map(e -> s.member().name() + " says " + Shown.text(e.strip())))
        .toList();
  }

  private static String cause(Alarm alarm, List<MemberStatus> statuses) {
    String who = alarm.member().map(id -> name(id, statuses)).orElse("a member");
    return switch (alarm.kind()) {
      case "NOSPACE" -> "alarm NOSPACE: the database of " + who + " has reached its quota";
      case "CORRUPT" -> "alarm CORRUPT: the data of " + who + " is not what the others have";
      default -> "alarm " + Shown.text(alarm.kind()) + " of " + who;
    };
  }

  private static String name(EtcdId id, List<MemberStatus> statuses) {
    return statuses.stream()
        .map(MemberStatus::member)
        .filter(m -> m.id().equals(id))
        .map(ListedMember::name)
        .findFirst()
        .orElse("member " + id);
  }

  private static List<String> commands(List<Alarm> alarms, List<MemberStatus> statuses) {
    List<String> commands = new ArrayList<>(upgrade(statuses));
    for (Alarm alarm : alarms) {
      switch (alarm.kind()) {
        case "NOSPACE" -> commands.addAll(space(statuses));
        case "CORRUPT" -> commands.addAll(corrupt(alarm, statuses));
        default -> commands.add("look this alarm up in etcd's guide; when solved: " + DISARM);
      }
    }
    return commands;
  }

  private static List<String> upgrade(List<MemberStatus> statuses) {
    return statuses.stream().anyMatch(Alarms::isOld)
        ? List.of(
            "first set a version of at least %s in cluster.yml and run etcd-bootstrap on each host:"
                    .formatted(SAFE_CALL)
                + " with an older one a power cut after `etcdctl alarm` can leave a member unable"
                + " to start")
        : List.of();
  }

  private static boolean isOld(MemberStatus status) {
    return VersionRule.parse(status.version()).filter(v -> v.compareTo(SAFE_CALL) < 0).isPresent();
  }

  private static List<String> space(List<MemberStatus> statuses) {
    List<String> commands = new ArrayList<>();
    commands.add(
        "etcdctl compact \"$(etcdctl endpoint status --write-out=json |"
            + " grep -o '\"revision\":[0-9]*' | head -n 1 | cut -d : -f 2)\"");
    commands.addAll(each(statuses, s -> "etcdctl --endpoints=" + s.endpoint() + " defrag"));
    commands.add(DISARM);
    commands.add(
        "if it comes again: delete what is not needed, or raise `quota-backend-bytes` under tuning:"
            + " in cluster.yml");
    return commands;
  }

  private static List<String> corrupt(Alarm alarm, List<MemberStatus> statuses) {
    String where =
        alarm
            .member()
            .map(id -> "on " + name(id, statuses))
            .orElse("on the host whose hash is not the majority's");
    List<String> commands = new ArrayList<>();
    commands.add(
        "etcdctl endpoint hashkv --cluster   (the member whose hash differs is the damaged one)");
    commands.addAll(replaceDamaged(where, DISARM + "   (on another host)"));
    return commands;
  }

  /** How a member gives up data that is not what the others have. */
  static List<String> replaceDamaged(String where, String meanwhile) {
    return List.of(
        where + ": rc-service etcd stop, and move the folder `member` of its data aside",
        meanwhile,
        where + ": run etcd-bootstrap, which replaces the member from its peers");
  }

  private static List<String> each(
      List<MemberStatus> statuses, Function<MemberStatus, String> command) {
    return statuses.stream().filter(s -> !s.version().isEmpty()).map(command).toList();
  }
}
