package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Member;

/** What an owner does with a seed that was made. */
final class NextSteps {
  private static final String THERE = "/root/seed";

  private NextSteps() {}

  static String of(ClusterSpec spec, String seed, String authority) {
    StringBuilder text = new StringBuilder();
    text.append("\n").append(seed).append(" is ready. Next:\n");
    text.append("1. Keep ").append(authority);
    text.append(": with its key new members join, and certificates are renewed. It goes to no");
    text.append(" host.\n");
    text.append("2. Carry the folder and the JAR on one stick from host to host; or copy them to");
    text.append(" each:\n");
    for (Member member : spec.members()) {
      String host = member.address().inUrl();
      text.append("     scp -pr ").append(seed).append("/. root@").append(host);
      text.append(":").append(THERE).append("/\n");
    }
    text.append("3. Run there, within ten minutes on all of them where each has its own copy:\n");
    text.append("     java -jar etcd-bootstrap.jar --seed ").append(THERE).append("\n");
    return text.toString();
  }
}
