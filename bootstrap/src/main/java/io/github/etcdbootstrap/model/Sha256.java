package io.github.etcdbootstrap.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** A SHA-256 sum (FIPS 180-4) as 64 lower-case hex digits. */
public record Sha256(String hex) {
  public Sha256 {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 sum (64 hex digits): " + hex);
    }
  }

  public static Sha256 of(byte[] bytes) {
    return finish(digest(bytes));
  }

  /** The sum of what {@code digest} was fed. */
  public static Sha256 finish(MessageDigest digest) {
    return new Sha256(HexFormat.of().formatHex(digest.digest()));
  }

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest digest(byte[] bytes) {
    MessageDigest digest = digest();
    digest.update(bytes);
    return digest;
  }

  @Override
  public String toString() {
    return hex;
  }
}
