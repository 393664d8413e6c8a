package io.github.etcdbootstrap.text;

import io.github.etcdbootstrap.plan.HostFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A kind of input that is read damaged: whatever is done to it, it has a value, or is refused in
 * two short lines.
 *
 * @param cases how many times it is read in a run of all kinds
 * @param files good ones
 */
public record Damaged(String kind, int cases, List<byte[]> files, Reader reader) {
  /** So many of each kind, in every run. */
  public static final int MANY = 2000;

  /** Where each is a file on the disk: as many as of the others in the run with a small heap. */
  public static final int SOME = 500;

  /** Where it is read in yet another way, and by something slower. */
  public static final int FEW = 100;

  private static final int LONGEST = 500;
  private static final int LONGEST_CHANGE = 1000;
  private static final int MOST = 60;

  public Damaged(String kind, int cases, Reader reader, String... files) {
    this(
        kind,
        cases,
        Arrays.stream(files).map(f -> f.getBytes(StandardCharsets.UTF_8)).toList(),
        reader);
  }

  /** Reads one file, and has what an owner would be told of it beside errors. */
  public interface Reader {
    List<String> read(byte[] file) throws Exception;
  }

  /** Reads the good ones, which must be good, and then some that are not. */
  public int run(int factor, long seed) throws Exception {
    for (byte[] file : files) {
      judge(file, reader.read(file), LONGEST_CHANGE);
    }
    Mutator mutator = new Mutator(seed, files);
    for (int i = 0; i < cases * factor; i++) {
      read(mutator.next());
    }
    return cases * factor + files.size();
  }

  /** One damaged file. */
  public byte[] one(long seed) {
    return new Mutator(seed, files).next();
  }

  /** Reads what may be anything. */
  public void read(byte[] file) {
    try {
      judge(file, reader.read(file), LONGEST_CHANGE);
    } catch (BadInput e) {
      judge(file, e.problems());
    } catch (HostFailure e) {
      judge(file, List.of(e.problem()));
    } catch (AssertionError e) {
      throw e;
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(kind + ": " + e + " for " + shown(file), e);
    }
  }

  private void judge(byte[] file, List<Problem> problems) {
    if (problems.isEmpty() || problems.size() > MOST) {
      throw new AssertionError(kind + " has " + problems.size() + " problems: " + shown(file));
    }
    for (Problem problem : problems) {
      judge(file, List.of(problem.cause(), problem.remedy()), LONGEST);
    }
  }

  private void judge(byte[] file, List<String> lines, int longest) {
    for (String line : lines) {
      boolean plain = line.codePoints().noneMatch(Damaged::isOdd);
      if (line.isEmpty() || line.length() > longest || !plain) {
        throw new AssertionError(kind + " says " + Quoted.of(line) + " for " + shown(file));
      }
    }
  }

  private static boolean isOdd(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static String shown(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return file.length + " bytes: " + Quoted.of(text.substring(0, Math.min(1000, text.length())));
  }
}
