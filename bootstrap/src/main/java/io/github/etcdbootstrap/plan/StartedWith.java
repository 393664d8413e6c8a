package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.Content;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * With what an etcd was started, as etcd-run noted it in `running.yml`: etcd reads its
 * configuration, and whom it trusts, only then.
 *
 * @param ca the SHA-256 of ca.pem in hex
 * @param conf the configuration
 */
public record StartedWith(String ca, String conf) {
  private static final Pattern FORM =
      Pattern.compile("# process (\\d+)\n# ca ([0-9a-f]*)\n(.*)", Pattern.DOTALL);

  /** Empty if the note is another process's: each start writes its own. */
  static Optional<StartedWith> read(Content note, long pid) {
    Matcher matcher = FORM.matcher(note.text());
    return matcher.matches() && matcher.group(1).equals(Long.toString(pid))
        ? Optional.of(new StartedWith(matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
