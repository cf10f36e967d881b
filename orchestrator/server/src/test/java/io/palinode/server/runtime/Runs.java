package io.palinode.server.runtime;

import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import io.palinode.saga.SubSaga;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of steps at participants that a simulated saga comes to, and their partial order. Of a
 * choice the last branch is taken; a for-each goes through {@link SimulatedSagas#STOPS}. A lock is
 * no step: it has no effect.
 */
final class Runs {
  private final Map<String, Set<String>> before = new LinkedHashMap<>();

  static Runs of(SagaDefinition<?> definition) {
    Runs runs = new Runs();
    runs.add(definition.root(), "", "", Set.of());
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

  /** Adds the runs of a part, with this before and behind the names in it. */
  private Set<String> add(Node<?> node, String prefix, String items, Set<String> earlier) {
    if (node instanceof Step<?> step && (step.isLocal() || step.keyedBy() != null)) {
      return Set.of();
    } else if (node instanceof Step<?> step) {
      String key = prefix + step.name() + items;
      before.put(key, earlier);
      return Set.of(key);
    } else if (node instanceof SubSaga<?, ?> sub) {
      return add(sub.definition().root(), prefix + sub.name() + items + ".", "", earlier);
    } else if (node instanceof Parallel<?> parallel) {
      return addAll(parallel.branches(), prefix, items, parallel.atOnce() == 1, earlier);
    } else if (node instanceof Choice<?> choice) {
      return add(choice.inside().get(choice.inside().size() - 1), prefix, items, earlier);
    } else if (node instanceof ForEach<?> each) {
      Set<String> all = new LinkedHashSet<>();
      Set<String> sofar = new HashSet<>(earlier);
      for (int i = 0; i < SimulatedSagas.STOPS.size(); i++) {
        Set<String> runs = add(each.body(), prefix, items + "[" + i + "]", Set.copyOf(sofar));
        all.addAll(runs);
        if (each.atOnce() == 1) {
          sofar.addAll(runs);
        }
      }
      return all;
    }
    return addAll(node.inside(), prefix, items, true, earlier);
  }

  private Set<String> addAll(
      List<? extends Node<?>> nodes,
      String prefix,
      String items,
      boolean inTurn,
      Set<String> earlier) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> sofar = new HashSet<>(earlier);
    for (Node<?> node : nodes) {
      Set<String> runs = add(node, prefix, items, Set.copyOf(sofar));
      all.addAll(runs);
      if (inTurn) {
        sofar.addAll(runs);
      }
    }
    return all;
  }
}
