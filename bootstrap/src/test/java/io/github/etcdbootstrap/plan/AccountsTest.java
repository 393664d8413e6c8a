package io.github.etcdbootstrap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdbootstrap.model.Ownership;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final Ownership ROOTS = Ownership.root(0640);
  private static final Ownership ETCDS = new Ownership("etcd", "etcd", 0640);

  private static Host.Accounts accounts(int root, int etcd) {
    return new Host.Accounts(
        Map.of("root", root, "etcd", etcd),
        Map.of(
            "root", new Host.User(root, root),
            "etcd", new Host.User(etcd, etcd)));
  }

  @Test
  void twoNamesOfOneNumberAreTheSameOwner() {
    assertThat(accounts(1000, 1000).areSame(ROOTS, ETCDS)).isTrue();
    assertThat(accounts(1000, 1000).areSame(ROOTS, new Ownership("etcd", "etcd", 0644))).isFalse();
    assertThat(accounts(0, 100).areSame(ROOTS, ETCDS)).isFalse();
    assertThat(accounts(0, 100).areSame(ETCDS, ETCDS)).isTrue();
    assertThat(accounts(0, 100).areSame(ETCDS, new Ownership("etcd", "root", 0640))).isFalse();
  }

  /** A number that has lost its name, as `ls` shows it. */
  @Test
  void aNumberWithoutANameIsNobodyElses() {
    assertThat(accounts(0, 100).areSame(new Ownership("100", "100", 0640), ETCDS)).isFalse();
    Host.Accounts none = new Host.Accounts(Map.of(), Map.of());
    assertThat(none.areSame(ETCDS, ETCDS)).isTrue();
    assertThat(none.areSame(ROOTS, ETCDS)).isFalse();
  }
}
