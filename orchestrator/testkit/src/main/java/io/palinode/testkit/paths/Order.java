package io.palinode.testkit.paths;

import io.palinode.message.StepKey;
import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
import io.palinode.saga.SubSaga;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which steps of a definition come after which, read from its structure alone.
 *
 * <ul>
 *   <li>Parts of a sequence come one after another. Branches and the items of a for-each have no
 *       order among each other, unless one runs at a time. A sub-saga stands as a whole where it is
 *       written.
 *   <li>Steps are given by the keys of their runs, as in {@code reserve[3]}.
 * </ul>
 *
 * <p>Remembers what it was asked; not safe for use by several threads.
 */
final class Order {
  private final SagaDefinition<?> definition;
  private final Set<String> optional = new HashSet<>();
  private final Map<String, Map<String, Boolean>> answers = new HashMap<>();

  Order(SagaDefinition<?> definition) {
    this.definition = definition;
    read(definition.root(), "", false);
  }

  /** True if the first of the two begins only when nothing of the second is left to do. */
  boolean isLater(String first, String second) {
    return answers
        .computeIfAbsent(first, key -> new HashMap<>())
        .computeIfAbsent(second, key -> isLater(definition.root(), Way.to(first), Way.to(second)));
  }

  /** True if a saga can complete without the step: it stands in a choice or a for-each. */
  boolean isOptional(String step) {
    return optional.contains(StepKey.path(step));
  }

  private void read(Node<?> node, String prefix, boolean mayBePassed) {
    boolean passed = mayBePassed || node instanceof Choice || node instanceof ForEach;
    if (node instanceof Step<?> step && mayBePassed) {
      optional.add(prefix + step.name());
    } else if (node instanceof SubSaga<?, ?> sub) {
      read(sub.definition().root(), StepKey.inside(prefix + sub.name(), ""), passed);
    }
    node.inside().forEach(part -> read(part, prefix, passed));
  }

  /** The same for two steps that both stand in this part. */
  private static boolean isLater(Node<?> node, Way first, Way second) {
    if (node instanceof SubSaga<?, ?> sub) {
      return isLater(sub.definition().root(), first.inside(), second.inside());
    } else if (node instanceof ForEach<?> each && first.item() != second.item()) {
      return each.atOnce() == 1 && first.item() > second.item();
    } else if (node instanceof ForEach<?> each) {
      return isLater(each.body(), first.pastItem(), second.pastItem());
    }
    List<? extends Node<?>> parts = node.inside();
    for (int i = parts.size() - 1; i >= 0; i--) {
      boolean leads = first.leadsThrough(parts.get(i));
      if (leads && second.leadsThrough(parts.get(i))) {
        return isLater(parts.get(i), first, second);
      } else if (leads || second.leadsThrough(parts.get(i))) {
        return leads && isInTurn(node);
      }
    }
    return false;
  }

  private static boolean isInTurn(Node<?> node) {
    return node instanceof Sequence || (node instanceof Parallel<?> all && all.atOnce() == 1);
  }
}
