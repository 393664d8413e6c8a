package io.github.etcdbootstrap.text;

/** Text as a YAML double-quoted scalar (YAML 1.2, 7.3.1). */
public final class Quoted {
  private Quoted() {}

  public static String of(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\x%02x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
