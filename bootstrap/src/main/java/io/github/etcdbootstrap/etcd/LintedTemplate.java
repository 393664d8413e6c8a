package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.model.Setting;
import java.util.List;

/**
 * What is kept of an owner's template.
 *
 * @param settings his own keys, typed, in his order
 * @param warnings one for each key that is left out or doubtful, with its line
 */
public record LintedTemplate(List<Setting> settings, List<String> warnings) {
  public LintedTemplate {
    settings = List.copyOf(settings);
    warnings = List.copyOf(warnings);
  }
}
