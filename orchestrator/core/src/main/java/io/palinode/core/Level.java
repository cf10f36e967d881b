package io.palinode.core;

import io.palinode.message.StepKey;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Scope;
import io.palinode.saga.SubSaga;

/**
 * A saga, or a sub-saga at work inside of one: what has data of its own.
 *
 * @param key of the sub-saga, empty for the saga itself
 */
record Level<D>(String key, SagaDefinition<D> definition) implements Place<D> {

  static <D> Level<D> top(SagaDefinition<D> definition) {
    return new Level<>("", definition);
  }

  /** The inside of a sub-saga that stands in this place. */
  static <C> Level<C> inside(SubSaga<?, C> sub, Place<?> place) {
    return new Level<>(place.key(sub.name()), sub.definition());
  }

  @Override
  public Level<D> level() {
    return this;
  }

  @Override
  public String key(String name) {
    return key.isEmpty() ? name : StepKey.inside(key, name);
  }

  @Override
  public Scope<D> scope(Deliberation<?> deliberation) {
    return Scope.of(deliberation.data(this));
  }
}
