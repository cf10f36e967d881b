package io.palinode.testkit.paths;

import io.palinode.saga.Node;
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
 * <p>Immutable once made.
 */
final class Order {
  private final Map<String, Set<String>> later = new HashMap<>();

  Order(Node<?> root) {
    read(root);
  }

  /** The steps that begin only when this one has succeeded. */
  Set<String> later(String step) {
    return later.getOrDefault(step, Set.of());
  }

  /** True if the first of the two begins only when the second has succeeded. */
  boolean isLater(String first, String second) {
    return later(second).contains(first);
  }

  private void read(Node<?> node) {
    if (node instanceof Sequence<?> sequence) {
      for (int i = 0; i < sequence.parts().size(); i++) {
        read(sequence.parts().get(i));
        for (int j = i + 1; j < sequence.parts().size(); j++) {
          put(sequence.parts().get(i), sequence.parts().get(j));
        }
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
