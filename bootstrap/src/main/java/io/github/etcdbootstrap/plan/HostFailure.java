package io.github.etcdbootstrap.plan;

import io.github.etcdbootstrap.text.Problem;

/** Something on the machine, in the seed or on the way failed during a run. Exit code 1. */
public final class HostFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public HostFailure(String cause, String remedy) {
    this(cause, remedy, null);
  }

  public HostFailure(String cause, String remedy, Throwable because) {
    super(cause, because);
    this.problem = new Problem(cause, remedy);
  }

  public Problem problem() {
    return problem;
  }
}
