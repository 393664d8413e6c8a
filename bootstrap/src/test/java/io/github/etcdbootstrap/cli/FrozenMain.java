package io.github.etcdbootstrap.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The program, which stops itself (SIGSTOP) before the first change of a kind, or the first call,
 * such as {@code Cluster.remove}.
 */
public final class FrozenMain {
  private FrozenMain() {}

  /** BEFORE [ARGUMENTS...]. */
  public static void main(String[] args) {
    Points points = new Freezing(args[0] + " ");
    Sessions sessions = new LiveSessions(new PointedWorld(points)::of);
    System.exit(Main.run(sessions, Arrays.copyOfRange(args, 1, args.length)));
  }

  private static final class Freezing extends Points {
    private final String where;
    private boolean done;

    Freezing(String where) {
      super(0, "changes");
      this.where = where;
    }

    @Override
    void beforeChange(String change) {
      freezeAt(change);
    }

    @Override
    void beforeWrite(String call) {
      freezeAt(call);
    }

    private void freezeAt(String place) {
      if (!done && place.startsWith(where)) {
        done = true;
        freeze();
      }
    }

    private static void freeze() {
      String self = Long.toString(ProcessHandle.current().pid());
      try {
        new ProcessBuilder("kill", "-STOP", self).start();
        // Where the signal comes a little late, nothing is done meanwhile.
        Thread.sleep(1000);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
