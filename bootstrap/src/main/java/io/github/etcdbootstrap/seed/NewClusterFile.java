package io.github.etcdbootstrap.seed;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.Quoted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A first `cluster.yml`, of what its owner said on the command line. */
public final class NewClusterFile {
  /** Names and IPv4 addresses that YAML takes for nothing else. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9.-]*"
              + "|(\\d{1,3}\\.){3}\\d{1,3}");

  private NewClusterFile() {}

  /**
   * What was said as it was said: {@link ClusterFile} is to read it and judge.
   *
   * @param members addresses by name, in this order
   */
  public static Content of(
      String cluster,
      List<Map.Entry<String, String>> members,
      Optional<String> domain,
      Optional<String> service) {
    StringBuilder text = new StringBuilder();
    text.append("# What all hosts share; etcd-bootstrap reads it on each of them.\n");
    text.append("cluster: ").append(quoted(cluster)).append('\n');
    text.append("members:\n");
    members.forEach(
        m ->
            text.append("  ")
                .append(quoted(m.getKey()))
                .append(": ")
                .append(quoted(m.getValue()))
                .append('\n'));
    domain.ifPresent(d -> text.append("domain: ").append(quoted(d)).append('\n'));
    service.ifPresent(s -> text.append("service: ").append(quoted(s)).append('\n'));
    return Content.of(text.toString());
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : Quoted.of(value);
  }
}
