package io.palinode.core;

import io.palinode.message.Direction;
import io.palinode.message.StepKey;
import io.palinode.saga.Exchange;
import io.palinode.saga.Step;

/**
 * One run of a step: the step itself, or what it is for one item of a for-each.
 *
 * @param key by which commands, events and replies call it; see {@link StepKey}
 */
record StepRun<D>(Step<D> step, String key, Place<D> place) {

  static <D> StepRun<D> of(Step<D> step, Place<D> place) {
    return new StepRun<>(step, place.key(step.name()), place);
  }

  Exchange<D> exchange(Direction direction) {
    Exchange<D> exchange = direction == Direction.ACTION ? step.action() : step.compensation();
    if (exchange == null) {
      throw new BrokenInvariant("Step '%s' has no compensation.".formatted(key));
    }
    return exchange;
  }
}
