package io.github.etcdbootstrap.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** A member's name: a host name, short or full (RFC 1123), kept in lower case. */
public record MemberName(String value) implements Comparable<MemberName> {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern CERTIFICATE = Pattern.compile("ca|server|client|.*-server|.*-key");

  public MemberName {
    value = value.toLowerCase(Locale.ROOT);
    if (!isHostName(value)) {
      throw new IllegalArgumentException(
          "is not a host name (letters, digits and - between dots, at most 63 each): " + value);
    }
    if (CERTIFICATE.matcher(value).matches()) {
      throw new IllegalArgumentException("is the name of a certificate file: " + value);
    }
  }

  static boolean isHostName(String value) {
    if (value.length() > 253) {
      return false;
    }
    for (String label : value.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether {@code hostname}, short or full, is this member's; a short one names a full one too.
   */
  public boolean names(String hostname) {
    String host = hostname.toLowerCase(Locale.ROOT);
    return host.equals(value)
        || isShort() && firstLabel(host).equals(value)
        || !host.contains(".") && host.equals(firstLabel(value));
  }

  private boolean isShort() {
    return value.indexOf('.') < 0;
  }

  private static String firstLabel(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  @Override
  public int compareTo(MemberName other) {
    return value.compareTo(other.value);
  }

  // Not the record's own: the JVM makes that at the first call, which shows in a run's time.
  @Override
  public boolean equals(Object other) {
    return other instanceof MemberName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
