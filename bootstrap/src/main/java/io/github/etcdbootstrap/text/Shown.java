package io.github.etcdbootstrap.text;

/** Somebody else's text as it may stand in a message: one line, not long, nothing unprintable. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  public static String text(String text) {
    StringBuilder shown = new StringBuilder();
    int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    text.substring(0, end).codePoints().forEach(c -> append(shown, c));
    return end < text.length() ? shown + "…" : shown.toString();
  }

  private static void append(StringBuilder shown, int codePoint) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          shown.append("\\u%04x".formatted(codePoint));
      default -> shown.appendCodePoint(codePoint);
    }
  }
}
