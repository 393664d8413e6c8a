package io.github.etcdbootstrap.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that a misspelt one was meant to be. */
public final class Nearest {
  /** Longer words are nobody's slip of the finger, and cost time. */
  private static final int LONGEST = 64;

  private Nearest() {}

  /** Empty if none is near: a third of the letters may be wrong, two exchanged ones count once. */
  static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> distance(lower, candidate) <= Math.max(1, candidate.length() / 3))
        .min(
            Comparator.comparingInt((String candidate) -> distance(lower, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The beginning of what to do about it; empty if none is near. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(near -> "did you mean `" + near + "`? ").orElse("");
  }

  /** Letters to insert, remove, replace, or exchange with their neighbour. */
  static int distance(String one, String other) {
    int[][] d = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, one, other, i, j);
      }
    }
    return d[one.length()][other.length()];
  }

  private static int cheapest(int[][] d, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int least = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean exchanged =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return exchanged ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
