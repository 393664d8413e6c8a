package io.github.etcdbootstrap.etcd;

import java.io.IOException;
import java.util.Optional;

/** What has come of a tarball so far is of no use, and all of it must come once more. */
final class StartOver extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Answer> answer;

  StartOver(Optional<Answer> answer) {
    super("starts over");
    this.answer = answer;
  }

  /** The answer that already brings it from its beginning, if there is one. */
  Optional<Answer> answer() {
    return answer;
  }
}
