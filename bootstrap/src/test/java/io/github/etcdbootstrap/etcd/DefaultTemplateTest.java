package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.ConfLint;
import io.github.etcdbootstrap.model.EtcdVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultTemplateTest {
  @Test
  void ourOwnTemplateGivesNoCauseForAWord() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/conf/conf.yml.in")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      LintedTemplate linted =
          TemplateLint.lint("conf.yml.in", text, Map.of(), Map.of(), EtcdVersion.DEFAULT, true);
      ConfLint.check("conf.yml.in", text, EtcdVersion.DEFAULT);

      assertThat(linted.warnings()).isEmpty();
      assertThat(linted.settings()).hasSizeGreaterThan(10);
    }
  }
}
