package io.github.etcdbootstrap.cli;

/**
 * Where the JAR begins: the one class in a format that an old Java can read, so that this says what
 * is wrong, and not an UnsupportedClassVersionError.
 */
public final class Launcher {
  private static final int NEEDED = 17;

  private Launcher() {}

  public static void main(String[] args) {
    int found = release(System.getProperty("java.specification.version"));
    if (found < NEEDED) {
      System.err.println("error: this is Java " + found + ", but etcd-bootstrap needs " + NEEDED);
      System.err.println("  do: apk add openjdk17-jre-headless, and run it with that java");
      System.exit(ExitCode.WRONG_INPUT);
    }
    Main.main(args);
  }

  /** `1.8` is Java 8, `17` is Java 17. */
  static int release(String version) {
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
