package io.palinode.testkit.paths;

import io.palinode.message.StepKey;
import io.palinode.saga.Node;
import io.palinode.saga.Step;
import io.palinode.saga.SubSaga;
import java.util.ArrayList;
import java.util.List;

/**
 * What is still ahead on the way through a definition to the step that a key names.
 *
 * <p>Immutable.
 *
 * @param keys of the sub-sagas ahead, the outermost first, and at the end that of the step
 * @param items of the for-eaches ahead in the definition of the first of the keys
 */
record Way(List<String> keys, List<Integer> items) {

  static Way to(String key) {
    List<String> keys = new ArrayList<>();
    for (String each = key; !each.isEmpty(); each = StepKey.around(each)) {
      keys.add(0, each);
    }
    return new Way(keys, StepKey.items(keys.get(0)));
  }

  /** True if the part is what is next on the way, or that stands in it. */
  boolean leadsThrough(Node<?> node) {
    String name = StepKey.name(keys.get(0));
    return (node instanceof Step<?> step && step.name().equals(name))
        || (node instanceof SubSaga<?, ?> sub && sub.name().equals(name))
        || node.inside().stream().anyMatch(this::leadsThrough);
  }

  /** The item of the for-each that is next. */
  int item() {
    return items.get(0);
  }

  Way pastItem() {
    return new Way(keys, items.subList(1, items.size()));
  }

  /** The way inside the sub-saga that is next. */
  Way inside() {
    List<String> left = keys.subList(1, keys.size());
    return new Way(left, StepKey.items(left.get(0)));
  }
}
