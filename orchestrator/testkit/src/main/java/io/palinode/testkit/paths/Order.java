package io.palinode.testkit.paths;

import io.palinode.message.StepKey;
import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
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
 *       order among each other, unless one runs at a time.
 *   <li>Steps are given by the keys of their runs, as in {@code reserve[3]}.
 * </ul>
 *
 * <p>Immutable once made.
 */
final class Order {
  private final SagaDefinition<?> definition;
  private final Map<String, Set<String>> later = new HashMap<>();
  private final Set<String> optional = new HashSet<>();

  Order(SagaDefinition<?> definition) {
    this.definition = definition;
    read(definition.root(), false);
  }

  /** True if the first of the two begins only when nothing of the second is left to do. */
  boolean isLater(String first, String second) {
    String one = StepKey.name(first);
    String other = StepKey.name(second);
    ForEach<?> each = definition.forEachAround(one);
    ForEach<?> around = definition.forEachAround(other);
    if (each != null
        && around != null
        && each.name().equals(around.name())
        && StepKey.item(first) != StepKey.item(second)) {
      return each.atOnce() == 1 && StepKey.item(first) > StepKey.item(second);
    }
    return later.getOrDefault(other, Set.of()).contains(one);
  }

  /** True if a saga can complete without the step: it stands in a choice or a for-each. */
  boolean isOptional(String step) {
    return optional.contains(StepKey.name(step));
  }

  private void read(Node<?> node, boolean mayBePassed) {
    boolean passed = mayBePassed || node instanceof Choice || node instanceof ForEach;
    if (node instanceof Step<?> step && mayBePassed) {
      optional.add(step.name());
    }
    List<? extends Node<?>> parts = node.inside();
    boolean inTurn =
        node instanceof Sequence || (node instanceof Parallel<?> all && all.atOnce() == 1);
    for (int i = 0; i < parts.size(); i++) {
      read(parts.get(i), passed);
      for (int j = i + 1; inTurn && j < parts.size(); j++) {
        put(parts.get(i), parts.get(j));
      }
    }
  }

  private void put(Node<?> earlier, Node<?> following) {
    List<String> names = following.steps().map(Step::name).toList();
    earlier
        .steps()
        .forEach(step -> later.computeIfAbsent(step.name(), n -> new HashSet<>()).addAll(names));
  }
}
