package io.github.etcdbootstrap.model;

import io.github.etcdbootstrap.model.ConfKey.Role;
import io.github.etcdbootstrap.model.Setting.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The table of conf.yml's keys, taken from the json tags in etcd's server/embed/config.go and
 * server/etcdmain/config.go at every tag from 3.5.0 to 3.5.33, 3.6.14 and 3.7.1.
 */
final class ConfKeys {
  /** Role, type (an unsigned `int` or a `signed` one), since, names. */
  private static final String TABLE =
      """
      program string 3.5.0 name data-dir wal-dir listen-peer-urls listen-client-urls
      program string 3.5.0 initial-advertise-peer-urls advertise-client-urls listen-metrics-urls
      program string 3.5.0 initial-cluster initial-cluster-state initial-cluster-token
      program string 3.5.8 listen-client-http-urls
      program section 3.5.0 client-transport-security peer-transport-security
      dangerous string 3.5.0 discovery discovery-proxy discovery-srv discovery-srv-name
      dangerous string 3.5.0 discovery-fallback proxy experimental-enable-v2v3
      dangerous int 3.5.0 proxy-failure-wait proxy-refresh-interval proxy-dial-timeout
      dangerous int 3.5.0 proxy-write-timeout proxy-read-timeout
      dangerous bool 3.5.0 enable-v2 enable-pprof strict-reconfig-check force-new-cluster
      dangerous bool 3.5.0 unsafe-no-fsync
      dangerous int 3.5.1 self-signed-cert-validity
      dangerous section 3.5.10 socket-options
      dangerous section 3.6.0 discovery-config
      dangerous bool 3.6.0 experimental-peer-skip-client-san-verification
      gone bool 3.5.0 debug
      gone string 3.5.0 log-output log-package-levels experimental-backend-bbolt-freelist-type
      owner string 3.5.0 backend-bbolt-freelist-type auto-compaction-mode auto-compaction-retention
      owner string 3.5.0 auth-token metrics cors host-whitelist logger log-level v2-deprecation
      owner string 3.5.0 log-rotation-config-json experimental-distributed-tracing-address
      owner string 3.5.0 experimental-distributed-tracing-service-name
      owner string 3.5.0 experimental-distributed-tracing-instance-id
      owner list 3.5.0 log-outputs cipher-suites
      owner int 3.5.0 snapshot-count max-snapshots max-wals heartbeat-interval election-timeout
      owner int 3.5.0 max-txn-ops max-request-bytes bcrypt-cost auth-token-ttl
      owner int 3.5.0 experimental-bootstrap-defrag-threshold-megabytes
      owner signed 3.5.0 backend-batch-limit quota-backend-bytes
      owner signed 3.5.0 experimental-compaction-batch-limit
      owner bool 3.5.0 initial-election-tick-advance pre-vote enable-log-rotation
      owner bool 3.5.0 enable-grpc-gateway experimental-initial-corrupt-check
      owner bool 3.5.0 experimental-enable-lease-checkpoint experimental-memory-mlock
      owner bool 3.5.0 experimental-enable-distributed-tracing
      owner bool 3.5.0 experimental-txn-mode-write-with-shared-buffer
      owner time 3.5.0 backend-batch-interval grpc-keepalive-min-time grpc-keepalive-interval
      owner time 3.5.0 grpc-keepalive-timeout experimental-corrupt-check-time
      owner time 3.5.0 experimental-watch-progress-notify-interval
      owner time 3.5.0 experimental-warning-apply-duration experimental-downgrade-check-time
      owner bool 3.5.2 experimental-enable-lease-checkpoint-persist
      owner bool 3.5.5 experimental-compact-hash-check-enabled
      owner time 3.5.5 experimental-compact-hash-check-time
      owner int 3.5.5 max-concurrent-streams
      owner string 3.5.8 tls-min-version tls-max-version
      owner int 3.5.11 experimental-distributed-tracing-sampling-rate
      owner int 3.5.14 experimental-snapshot-catch-up-entries
      owner bool 3.5.14 experimental-stop-grpc-service-on-defrag
      owner time 3.5.16 experimental-compaction-sleep-interval
      owner int 3.6.0 bootstrap-defrag-threshold-megabytes distributed-tracing-sampling-rate
      owner int 3.6.0 max-learners snapshot-catchup-entries
      owner signed 3.6.0 compaction-batch-limit
      owner time 3.6.0 compact-hash-check-time compaction-sleep-interval corrupt-check-time
      owner time 3.6.0 downgrade-check-time warning-apply-duration watch-progress-notify-interval
      owner time 3.6.0 warning-unary-request-duration
      owner time 3.6.0 experimental-warning-unary-request-duration
      owner string 3.6.0 distributed-tracing-address distributed-tracing-instance-id
      owner string 3.6.0 distributed-tracing-service-name feature-gates log-format
      owner list 3.6.0 grpc-additional-server-options
      owner bool 3.6.0 enable-distributed-tracing memory-mlock
      """;

  private static final String SECURITY_TABLE =
      """
      program string 3.5.0 cert-file key-file client-cert-file client-key-file trusted-ca-file
      program bool 3.5.0 client-cert-auth
      dangerous bool 3.5.0 auto-tls
      program list 3.5.14 allowed-cn allowed-hostname
      dangerous bool 3.6.0 skip-client-san-verification
      """;

  /** By the beginning of a key. */
  private static final Map<String, String> WHY =
      Map.ofEntries(
          Map.entry("proxy", "an old kind of proxy, in which this host would be no member"),
          Map.entry("discovery", "members would be looked up elsewhere than in cluster.yml"),
          Map.entry("experimental-enable-v2v3", "it serves the old API"),
          Map.entry("enable-v2", "it serves the old API, whose data no snapshot holds"),
          Map.entry("enable-pprof", "it shows memory and profiles to every client"),
          Map.entry("strict-reconfig-check", "without it a change of members can end the quorum"),
          Map.entry("force-new-cluster", "it cuts this member off from the others for good"),
          Map.entry("unsafe-no-fsync", "a power cut would lose acknowledged writes"),
          Map.entry("self-signed-cert-validity", "it is for certificates of etcd's own making"),
          Map.entry("auto-tls", "it makes certificates that nobody can check"),
          Map.entry("socket-options", "they let a second etcd listen on the same port"),
          Map.entry("experimental-peer-skip", "anybody's address could pass for a peer's"),
          Map.entry("skip-client-san", "anybody's address could pass for a peer's"),
          Map.entry("debug", "etcd 3.5 reads log-level instead"),
          Map.entry("log-output", "etcd 3.5 reads log-outputs instead"),
          Map.entry("log-package-levels", "etcd 3.5 reads log-level instead"),
          Map.entry("experimental-backend", "etcd 3.5 reads backend-bbolt-freelist-type instead"));

  static final Map<String, ConfKey> ALL = parse(TABLE);
  static final Map<String, ConfKey> SECURITY = parse(SECURITY_TABLE);

  private ConfKeys() {}

  private static Map<String, ConfKey> parse(String table) {
    Map<String, ConfKey> keys = new LinkedHashMap<>();
    for (String line : table.split("\n")) {
      String[] words = line.split(" ");
      for (int i = 3; i < words.length; i++) {
        keys.put(words[i], key(words[i], words));
      }
    }
    return Collections.unmodifiableMap(keys);
  }

  private static ConfKey key(String name, String[] words) {
    Role role = Role.valueOf(words[0].toUpperCase(Locale.ROOT));
    EtcdVersion since = EtcdVersion.parse(words[2]);
    String why = role == Role.OWNER ? "" : why(name);
    return new ConfKey(name, type(words[1]), words[1].equals("signed"), since, role, why);
  }

  private static Type type(String word) {
    return switch (word) {
      case "string" -> Type.STRING;
      case "list" -> Type.LIST;
      case "int", "signed" -> Type.INTEGER;
      case "time" -> Type.NANOSECONDS;
      case "bool" -> Type.BOOLEAN;
      case "section" -> Type.SECTION;
      default -> throw new IllegalStateException(word);
    };
  }

  private static String why(String name) {
    Optional<String> exact = Optional.ofNullable(WHY.get(name));
    return exact.orElseGet(
        () ->
            new TreeMap<>(WHY)
                .entrySet().stream()
                    .filter(entry -> name.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("this program sets it"));
  }
}
