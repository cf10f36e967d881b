package io.palinode.core;

import io.palinode.message.Payload;
import io.palinode.saga.ForEach;
import io.palinode.saga.HumanDecision;
import io.palinode.saga.Node;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.SubSaga;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a decision by its key, reached or not: by the items that are listed, or as many as there
 * may be.
 *
 * <p>Lives for one deliberation.
 */
record DecisionKeys(SagaState state) {

  /** The decision that is called so; null where none is, or can be. */
  <D> @Nullable HumanDecision<?> find(String key, SagaDefinition<D> definition) {
    return find(key, definition.root(), Level.top(definition));
  }

  private <D> @Nullable HumanDecision<?> find(String key, Node<D> node, Place<D> place) {
    if (node instanceof HumanDecision<D> decision) {
      return place.key(decision.name()).equals(key) ? decision : null;
    } else if (node instanceof SubSaga<D, ?> sub) {
      return inside(key, sub, place);
    } else if (node instanceof ForEach<D> each) {
      return forEach(key, each, place);
    }
    for (Node<D> part : node.inside()) {
      HumanDecision<?> found = find(key, part, place);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private <C> @Nullable HumanDecision<?> inside(String key, SubSaga<?, C> sub, Place<?> place) {
    return find(key, sub.definition().root(), Level.inside(sub, place));
  }

  private <D> @Nullable HumanDecision<?> forEach(String key, ForEach<D> each, Place<D> place) {
    List<Payload> items = state.items(place.key(each.name()));
    int rounds = items == null ? each.atMost() : items.size();
    for (int i = 0; i < rounds; i++) {
      HumanDecision<?> found = find(key, each.body(), new Round<>(place, each, i));
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
