package io.github.etcdbootstrap.cli;

import java.util.Arrays;

/**
 * The program, whose JVM ends without a word at one of its points: before a change, or before,
 * within or after a call that writes to the host, the seed or the cluster. Every point passed is a
 * line on standard error.
 */
public final class StoppedMain {
  private StoppedMain() {}

  /** POINT WHICH [ARGUMENTS...]: its number, 0 for none, among which ({@link Points}). */
  public static void main(String[] args) {
    Points points = new Points(Integer.parseInt(args[0]), args[1]);
    Sessions sessions = new LiveSessions(new PointedWorld(points)::of);
    System.exit(Main.run(sessions, Arrays.copyOfRange(args, 2, args.length)));
  }
}
