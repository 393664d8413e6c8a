package io.github.etcdbootstrap.etcd;

import java.io.IOException;

/** A source's failure that would be the same the next time. */
final class Refused extends IOException {
  private static final long serialVersionUID = 1L;

  Refused(String why) {
    super(why);
  }

  Refused(String why, Throwable cause) {
    super(why, cause);
  }
}
