package io.github.etcdbootstrap.pki;

import io.github.etcdbootstrap.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes PEM (RFC 7468). */
final class Pem {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static Content of(String type, byte[] der) {
    String body = LINES.encodeToString(der);
    return Content.of("-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
  }
}
