package io.github.etcdbootstrap.cli;

import java.util.Arrays;

/** The program, run by a Java that says it is of another version. */
public final class LyingMain {
  private LyingMain() {}

  /** VERSION [ARGUMENTS...]. The JVM itself lets no option set it. */
  public static void main(String[] args) {
    System.setProperty("java.specification.version", args[0]);
    Launcher.main(Arrays.copyOfRange(args, 1, args.length));
  }
}
