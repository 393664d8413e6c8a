package io.github.etcdbootstrap.text;

/** Somebody else's text as it may stand in a message: one line, not long, nothing unprintable. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  public static String text(String text) {
    return text(text, LONGEST);
  }

  /** A URI's text without the account and password that it may have. */
  public static String place(String uri) {
    return text(uri.replaceFirst("(?s)//.*@", "//…@"));
  }

  /** Up to about {@code longest} characters of it. */
  public static String text(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    int end = 0;
    while (end < text.length() && shown.length() < longest) {
      int codePoint = text.codePointAt(end);
      append(shown, codePoint);
      end += Character.charCount(codePoint);
    }
    return end < text.length() ? shown + "…" : shown.toString();
  }

  /** Whole ones, rounded down: of what is free or there. */
  public static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  /** Rounded up: of what is needed. */
  public static String mebibytesNeeded(long bytes) {
    return mebibytes(bytes + (1 << 20) - 1);
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
