package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.model.CertificateFiles;
import io.github.etcdbootstrap.model.Sha256;
import io.github.etcdbootstrap.plan.Host.ServiceState.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the etcd that runs lacks of what it should be. Observed of the process itself and not of
 * what this run changes: so a run that was cut before the restart is finished by the next one.
 */
final class RestartNeed {
  private static final String PROGRAM = "etcd";

  private final Facts facts;
  private final Desired desired;
  private final List<String> reasons = new ArrayList<>();

  private RestartNeed(Facts facts, Desired desired) {
    this.facts = facts;
    this.desired = desired;
  }

  /** In words; empty if nothing. */
  static List<String> of(Facts facts, Desired desired) {
    RestartNeed need = new RestartNeed(facts, desired);
    need.supervisor();
    facts.running().ifPresent(need::program);
    facts.running().ifPresent(running -> need.startedWith(running.conf()));
    return need.reasons;
  }

  private void supervisor() {
    Status status = facts.service().status();
    if (status == Status.CRASHED || status == Status.STOPPED) {
      reasons.add("it runs without its supervisor");
    }
  }

  private void program(Facts.Running running) {
    Optional<String> other = otherVersion();
    if (other.isPresent()) {
      reasons.add(other.get() + " → v" + desired.config().release().version());
    } else if (isAnother(running.program().sum())) {
      reasons.add("the program that runs is not the one that is installed");
    }
    boolean accountThere = facts.accounts().users().containsKey(Layout.ACCOUNT);
    if (accountThere && !running.program().user().equals(Layout.ACCOUNT)) {
      reasons.add("it runs as user " + running.program().user());
    }
  }

  private Optional<String> otherVersion() {
    String wanted = "v" + desired.config().release().version();
    return facts.file(Layout.CURRENT).target().filter(current -> !current.equals(wanted));
  }

  /** A damaged file in the installed one's place says nothing of the one that runs. */
  private boolean isAnother(Sha256 runs) {
    return ReleaseInstall.isWhole(facts, desired.config().release())
        && !runs.equals(facts.programs().get(PROGRAM));
  }

  /** Without its note it was started by somebody else: a respawn would be guarded by nobody. */
  private void startedWith(Optional<StartedWith> noted) {
    noted.ifPresentOrElse(
        this::startedWith,
        () -> reasons.add("it was not started by " + Layout.RUNNER + ", which guards every start"));
  }

  private void startedWith(StartedWith note) {
    String missing = ConfDiff.missingIn(note.conf(), desired.conf().text());
    if (!missing.isEmpty()) {
      boolean alone = desired.config().members().size() == 1;
      reasons.add(missing + (alone ? "" : ", on one host after the other"));
    }
    Optional<Sha256> ca =
        Optional.ofNullable(facts.seed().certificates().get(CertificateFiles.CA))
            .map(content -> Sha256.of(content.bytes()));
    if (ca.filter(sum -> !note.ca().isEmpty() && !sum.hex().equals(note.ca())).isPresent()) {
      reasons.add(CertificateFiles.CA + " differs from the one it was started with");
    }
  }
}
