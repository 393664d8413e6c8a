package io.github.etcdbootstrap.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** A literal IPv4 or IPv6 address in its canonical spelling (RFC 5952), without a zone. */
public record IpAddress(String value) {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern FORM =
      Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

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
    // Java would ask the resolver for 192.168.7.256, taking it for a name.
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not an IPv4 or IPv6 address: " + text);
    }
    String address = parse(text).getHostAddress();
    return address.indexOf(':') < 0 ? address : shortened(address.split(":"));
  }

  /** The longest run of zeros, the first of equal ones, gives way to two colons (RFC 5952, 4.2). */
  private static String shortened(String[] fields) {
    int start = 0;
    int longest = 1;
    for (int from = 0; from < fields.length; from++) {
      int zeros = zeros(fields, from);
      if (zeros > longest) {
        start = from;
        longest = zeros;
      }
    }
    if (longest == 1) {
      return String.join(":", fields);
    }
    List<String> all = List.of(fields);
    return String.join(":", all.subList(0, start))
        + "::"
        + String.join(":", all.subList(start + longest, fields.length));
  }

  private static int zeros(String[] fields, int from) {
    int count = 0;
    while (from + count < fields.length && fields[from + count].equals("0")) {
      count++;
    }
    return count;
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
