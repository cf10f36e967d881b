package io.palinode.core;

/** What became of a step in the participant's own database, which the orchestrator cannot see. */
enum Truth {
  /** No attempt has arrived that counts. */
  UNTOUCHED,
  /** An attempt is on its way, and may be applied at any time from now on. */
  DELAYED,
  APPLIED,
  /** Said no, and will say no to every attempt that arrives later. */
  REFUSED,
  UNDONE;

  /** True where there is, or may still be, an effect. */
  boolean mayHaveEffect() {
    return this == DELAYED || this == APPLIED;
  }
}
