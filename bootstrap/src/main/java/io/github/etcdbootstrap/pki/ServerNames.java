package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.BadInput;

/** Which hosts a server certificate is for: decides how a client URL is advertised. */
public final class ServerNames {
  private ServerNames() {}

  /** Whether it covers this host name or address; one that cannot be read covers none. */
  public static boolean covers(Content serverPem, String name) {
    try {
      PemFile file = new PemFile("server certificate", serverPem);
      return Names.of(PemFiles.certificates(file).get(0)).cover(name);
    } catch (BadInput e) {
      return false;
    }
  }
}
