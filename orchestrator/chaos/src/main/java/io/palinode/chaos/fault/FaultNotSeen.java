package io.palinode.chaos.fault;

/** A fault was planned and could not be seen to happen, so the run proves less than it claims. */
public final class FaultNotSeen extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  FaultNotSeen(String what) {
    super(what);
  }
}
