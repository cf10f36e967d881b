package io.palinode.core;

import io.palinode.message.Direction;
import io.palinode.message.StepKey;
import io.palinode.saga.Exchange;
import io.palinode.saga.ForEach;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import org.jspecify.annotations.Nullable;

/**
 * One run of a step: the step itself, or what it is for one item of a for-each.
 *
 * @param key by which commands, events and replies call it; see {@link StepKey}
 */
record StepRun<D>(Step<D> step, String key, @Nullable Round<D> round) {

  static <D> StepRun<D> of(Step<D> step, @Nullable Round<D> round) {
    return new StepRun<>(step, Round.key(round, step.name()), round);
  }

  /** The run that is called so, which must have begun. */
  static <D> StepRun<D> called(String key, SagaDefinition<D> definition) {
    Step<D> step = definition.step(key);
    ForEach<D> each = definition.forEachAround(step.name());
    return new StepRun<>(step, key, each == null ? null : new Round<>(each, StepKey.item(key)));
  }

  Exchange<D> exchange(Direction direction) {
    Exchange<D> exchange = direction == Direction.ACTION ? step.action() : step.compensation();
    if (exchange == null) {
      throw new BrokenInvariant("Step '%s' has no compensation.".formatted(key));
    }
    return exchange;
  }
}
