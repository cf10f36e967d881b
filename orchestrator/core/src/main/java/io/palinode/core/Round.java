package io.palinode.core;

import io.palinode.message.Payload;
import io.palinode.message.StepKey;
import io.palinode.saga.ForEach;
import io.palinode.saga.Scope;
import java.util.List;

/**
 * One round of a for-each: the run of its parts for one item.
 *
 * @param around where the for-each stands
 * @param index of the item, from 0
 */
record Round<D>(Place<D> around, ForEach<D> each, int index) implements Place<D> {

  @Override
  public Level<D> level() {
    return around.level();
  }

  @Override
  public String key(String name) {
    return StepKey.of(around.key(name), index);
  }

  @Override
  public Scope<D> scope(Deliberation<?> deliberation) {
    String key = around.key(each.name());
    List<Payload> items = deliberation.state().items(key);
    if (items == null || index >= items.size()) {
      throw new BrokenInvariant("For-each '%s' has no item %d.".formatted(key, index));
    }
    Object item = deliberation.decode(items.get(index), each.itemType());
    return around.scope(deliberation).about(item, index);
  }
}
