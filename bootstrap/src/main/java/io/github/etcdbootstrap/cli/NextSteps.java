package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.HostPath;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.seed.OwnersFolder;
import io.github.etcdbootstrap.text.ShellWord;
import java.util.List;

/**
 * What an owner does with a seed that was made: each line is to be pasted as it is.
 *
 * @param jar that runs, and is to be copied too
 */
record NextSteps(ClusterSpec spec, OwnersFolder seed, OwnersFolder authority, HostPath jar) {
  private static final String FOUND = "seed";
  private static final String STICK = "/media/usb";
  private static final String HOME = "/root";

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("\n").append(seed.place()).append(" is ready. Next:\n");
    text.append("1. Keep ").append(authority.place());
    text.append(": with its key new members join, and certificates are renewed. It goes to no");
    text.append(" host.\n");
    if (seed.isOnMedium()) {
      onThisStick(text);
    } else {
      onStick(text);
      toEach(text);
    }
    return text.toString();
  }

  /** The JAR beside the folder, if it looks for one of that name there; else in it. */
  private void onThisStick(StringBuilder text) {
    HostPath folder = HostPath.of(seed.place());
    HostPath top = folder.name().equals(FOUND) ? folder.parent() : folder;
    if (!jar.parent().equals(top)) {
      text.append("2. Put this JAR beside it:\n");
      line(text, "cp", jar.value(), top + "/");
    }
    text.append("   Carry it from host to host; where it is mounted at the same place run:\n");
    line(text, "java", "-jar", top.child(jar.name()).value());
  }

  private void onStick(StringBuilder text) {
    text.append("2. Copy it and this JAR to one stick, mounted at " + STICK + " here:\n");
    line(text, "cp", "-r", seed.place(), jar.value(), STICK + "/");
    text.append("   Carry it from host to host; where it is mounted at the same place run:\n");
    run(text, STICK);
  }

  private void toEach(StringBuilder text) {
    text.append("   Or copy both to each host:\n");
    for (Member member : spec.members()) {
      String there = "root@" + member.address().inUrl() + ":" + HOME + "/";
      line(text, "scp", "-r", seed.place(), jar.value(), there);
    }
    text.append("   and run there, within ten minutes on all of them:\n");
    run(text, HOME);
  }

  private void run(StringBuilder text, String in) {
    String folder = HostPath.of(seed.place()).name();
    String run = in + "/" + jar.name();
    if (folder.equals(FOUND)) {
      line(text, "java", "-jar", run);
    } else {
      line(text, "java", "-jar", run, "--seed", in + "/" + folder);
    }
  }

  private static void line(StringBuilder text, String... words) {
    text.append("     ");
    text.append(String.join(" ", List.of(words).stream().map(ShellWord::of).toList()));
    text.append("\n");
  }
}
