package io.github.etcdbootstrap.plan;

/** A change that must not be made as things are: what was done before it stays. */
public final class RefusedChange extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  RefusedChange(Refusal refusal) {
    super(refusal.reason());
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
