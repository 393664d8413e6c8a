package io.github.etcdbootstrap.model;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A literal IPv4 or IPv6 address in Java's canonical spelling, without a zone. */
public record IpAddress(String value) {
  public IpAddress {
    value = canonical(value);
  }

  /** The address as a URL's host: IPv6 in brackets (RFC 3986, 3.2.2). */
  public String inUrl() {
    return value.indexOf(':') >= 0 ? "[" + value + "]" : value;
  }

  public InetAddress inet() {
    return parse(value);
  }

  private static String canonical(String text) {
    if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
        || text.indexOf(':') < 0 && !text.matches("(\\d{1,3}\\.){3}\\d{1,3}")) {
      throw new IllegalArgumentException("not an IPv4 or IPv6 address: " + text);
    }
    return parse(text).getHostAddress();
  }

  private static InetAddress parse(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IPv4 or IPv6 address: " + literal, e);
    }
  }

  // Not the record's own: the JVM makes that at the first call, which shows in a run's time.
  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && value.equals(that.value);
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
