package io.palinode.server.runtime;

import io.palinode.message.StepKey;
import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of steps that a simulated saga comes to, and their partial order. Of a choice the last
 * branch is taken; a for-each goes through {@link SimulatedSagas#STOPS}. A lock is no step: it has
 * no effect.
 */
final class Runs {
  private final Map<String, Set<String>> before = new LinkedHashMap<>();

  static Runs of(SagaDefinition<?> definition) {
    Runs runs = new Runs();
    runs.add(definition.root(), -1, Set.of());
    return runs;
  }

  Set<String> all() {
    return before.keySet();
  }

  /** The pairs of this list that stand in it the wrong way round. */
  List<String> outOfOrder(List<String> steps) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (int j = i + 1; j < steps.size(); j++) {
        if (before.get(steps.get(i)).contains(steps.get(j))) {
          wrong.add(steps.get(i) + " before " + steps.get(j));
        }
      }
    }
    return wrong;
  }

  private Set<String> add(Node<?> node, int item, Set<String> earlier) {
    if (node instanceof Step<?> step && step.keyedBy() != null) {
      return Set.of();
    } else if (node instanceof Step<?> step) {
      String key = item < 0 ? step.name() : StepKey.of(step.name(), item);
      before.put(key, earlier);
      return Set.of(key);
    } else if (node instanceof Parallel<?> parallel) {
      return addAll(parallel.branches(), item, parallel.atOnce() == 1, earlier);
    } else if (node instanceof Choice<?> choice) {
      return add(choice.inside().get(choice.inside().size() - 1), item, earlier);
    } else if (node instanceof ForEach<?> each) {
      Set<String> all = new LinkedHashSet<>();
      Set<String> sofar = new HashSet<>(earlier);
      for (int i = 0; i < SimulatedSagas.STOPS.size(); i++) {
        Set<String> runs = add(each.body(), i, Set.copyOf(sofar));
        all.addAll(runs);
        if (each.atOnce() == 1) {
          sofar.addAll(runs);
        }
      }
      return all;
    }
    return addAll(node.inside(), item, true, earlier);
  }

  private Set<String> addAll(
      List<? extends Node<?>> nodes, int item, boolean inTurn, Set<String> earlier) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> sofar = new HashSet<>(earlier);
    for (Node<?> node : nodes) {
      Set<String> runs = add(node, item, Set.copyOf(sofar));
      all.addAll(runs);
      if (inTurn) {
        sofar.addAll(runs);
      }
    }
    return all;
  }
}
