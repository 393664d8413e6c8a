package io.github.etcdbootstrap.text;

import java.util.regex.Pattern;

/** Text as one word of a line for a shell. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@%+=:,./_-]+");

  private ShellWord() {}

  public static String of(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
