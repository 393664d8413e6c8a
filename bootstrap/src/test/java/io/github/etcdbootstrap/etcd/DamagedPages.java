package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.EtcdVersion;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Damaged;
import io.github.etcdbootstrap.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What `etcd` reads of others, to be read damaged. */
public final class DamagedPages {
  private static final String ONE =
      "{\"id\":18446744073709551557,\"peerURLs\":[\"https://a:2380\"],\"name\":\"a\","
          + "\"clientURLs\":[\"https://a:2379\"]}";

  private DamagedPages() {}

  /** {@code templates}: good ones of an owner. */
  public static List<Damaged> all(String... templates) {
    return List.of(
        new Damaged(
            "members page",
            Damaged.MANY,
            file -> {
              try {
                MembersPage.read("cdf818194e3a8c32", Content.of(file).text());
                return List.of();
              } catch (IllegalArgumentException e) {
                throw new BadInput(e.getMessage(), "-");
              }
            },
            "[" + ONE + "]\n",
            "[" + ONE + ",{\"id\":7,\"peerURLs\":[\"https://b:2380\"],\"isLearner\":true}]",
            "null\n"),
        new Damaged(
            "health page",
            Damaged.MANY,
            file -> List.of("so many: " + Json.readFlat("/health", Content.of(file).text()).size()),
            "{\"health\":\"true\",\"reason\":\"\"}",
            "{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}"),
        new Damaged("conf.yml.in", Damaged.MANY, DamagedPages::template, templates));
  }

  private static List<String> template(byte[] file) {
    List<String> warnings = new ArrayList<>();
    for (boolean ecdsa : new boolean[] {true, false}) {
      LintedTemplate linted =
          TemplateLint.lint(
              "conf.yml.in",
              Content.of(file).text(),
              Map.of("NODENAME", "x-k3s-m-1", "NODEIP", "192.168.7.11", "INITTOKEN", "k3s"),
              Map.of("name", "x-k3s-m-1", "data-dir", "/var/lib/etcd"),
              EtcdVersion.DEFAULT,
              ecdsa);
      warnings.addAll(linted.warnings());
    }
    return warnings;
  }
}
