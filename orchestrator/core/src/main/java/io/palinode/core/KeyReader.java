package io.palinode.core;

import io.palinode.message.StepKey;
import io.palinode.saga.ForEach;
import io.palinode.saga.Node;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import io.palinode.saga.SubSaga;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in a definition what a key names: one sub-saga after another, from the outside inwards. */
final class KeyReader {
  private KeyReader() {}

  /** A part of a definition, and where it stands. */
  private record Found<D>(Node<D> part, Place<D> place) {}

  /**
   * The run of a step that is called so.
   *
   * @throws BrokenInvariant if the definition has none
   */
  static StepRun<?> step(String key, SagaDefinition<?> definition) {
    return step(key, levelOf(key, definition));
  }

  private static <D> StepRun<D> step(String key, Level<D> level) {
    Found<D> found = find(key, level);
    if (found.part() instanceof Step<D> step) {
      return StepRun.of(step, found.place());
    }
    throw new BrokenInvariant("'%s' is no step of %s.".formatted(key, level.definition()));
  }

  /** The saga or sub-saga in which the part that is called so stands. */
  private static Level<?> levelOf(String key, SagaDefinition<?> definition) {
    String around = StepKey.around(key);
    return around.isEmpty() ? Level.top(definition) : subSaga(around, levelOf(around, definition));
  }

  private static <D> Level<?> subSaga(String key, Level<D> level) {
    Found<D> found = find(key, level);
    if (found.part() instanceof SubSaga<D, ?> sub) {
      return Level.inside(sub, found.place());
    }
    throw new BrokenInvariant("'%s' is no sub-saga of %s.".formatted(key, level.definition()));
  }

  private static <D> Found<D> find(String key, Level<D> level) {
    Found<D> found = find(StepKey.name(key), StepKey.items(key), level.definition().root(), level);
    if (found == null) {
      throw new BrokenInvariant("%s has no '%s'.".formatted(level.definition(), key));
    }
    return found;
  }

  /**
   * Looks for a part inside another one.
   *
   * @param items those that the key names and no for-each on the way here is about
   */
  private static <D> @Nullable Found<D> find(
      String name, List<Integer> items, Node<D> node, Place<D> place) {
    if (items.isEmpty() && isCalled(name, node)) {
      return new Found<>(node, place);
    } else if (node instanceof ForEach<D> each) {
      return items.isEmpty()
          ? null
          : find(
              name,
              items.subList(1, items.size()),
              each.body(),
              new Round<>(place, each, items.get(0)));
    }
    for (Node<D> part : node.inside()) {
      Found<D> found = find(name, items, part, place);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean isCalled(String name, Node<?> node) {
    return (node instanceof Step<?> step && step.name().equals(name))
        || (node instanceof SubSaga<?, ?> sub && sub.name().equals(name));
  }
}
