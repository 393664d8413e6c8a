package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.etcdbootstrap.model.ClusterSpec;
import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.model.IpAddress;
import io.github.etcdbootstrap.model.Member;
import io.github.etcdbootstrap.model.MemberName;
import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Problem;
import java.util.List;

/** cluster.yml in tests: what it says, or what is said about it. */
final class ClusterYml {
  static final String GOOD = "cluster: k3s-edge\nmembers: {a: 192.168.7.11}\n";

  private ClusterYml() {}

  static Member member(String name, String address) {
    return new Member(new MemberName(name), new IpAddress(address));
  }

  static ClusterSpec read(String text) {
    return ClusterFile.read("cluster.yml", Content.of(text));
  }

  static List<Problem> problems(String text) {
    return catchThrowableOfType(BadInput.class, () -> read(text)).problems();
  }

  static void assertSays(String text, String said) {
    assertThat(problems(text)).extracting(Problem::cause).anyMatch(c -> c.contains(said));
  }
}
