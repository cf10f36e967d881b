package io.palinode.saga;

/**
 * What may happen to a step once it has been tried, in the terms of Garcia-Molina and Salem's sagas
 * as Richardson extended them.
 */
public enum StepKind {
  /** May be refused, and is undone when a later step fails before the pivot. */
  COMPENSATABLE,
  /** May be refused, is never undone: its success decides that the saga goes forward to its end. */
  PIVOT,
  /** Follows the decision: it is tried until it succeeds, and parks the saga where it does not. */
  RETRIABLE
}
