package io.github.etcdbootstrap.seed;

import java.util.regex.Pattern;

/** What a host name may look like (RFC 1123), where it is no member's. */
final class HostNames {
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern DIGITS = Pattern.compile("[0-9.]+");

  private HostNames() {}

  static boolean isHostName(String lowerCase) {
    return lowerCase.length() <= 253
        && NAME.matcher(lowerCase).matches()
        && !DIGITS.matcher(lowerCase).matches();
  }
}
