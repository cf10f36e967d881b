package io.palinode.core;

import io.palinode.saga.Scope;

/**
 * Where a part of a definition stands while a saga runs: in a saga, or in a round of a for-each
 * there. What is around it is around the part.
 *
 * <p>Immutable.
 *
 * @param <D> the data that the functions of the part are given
 */
sealed interface Place<D> permits Level, Round {

  /** The saga or sub-saga whose data are the part's. */
  Level<D> level();

  /** How a part of this name is called here; see {@link io.palinode.message.StepKey}. */
  String key(String name);

  /** What the functions of a part are given here. */
  Scope<D> scope(Deliberation<?> deliberation);
}
