package io.palinode.core;

import io.palinode.message.StepKey;
import io.palinode.saga.ForEach;
import org.jspecify.annotations.Nullable;

/**
 * One round of a for-each: the run of its parts for one item.
 *
 * @param index of the item, from 0
 */
record Round<D>(ForEach<D> each, int index) {

  /** How a part is called in this round; by its name alone where it is in none. */
  static String key(@Nullable Round<?> round, String name) {
    return round == null ? name : StepKey.of(name, round.index());
  }
}
