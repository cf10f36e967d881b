package io.palinode.saga;

import io.palinode.message.StepKey;
import java.util.List;

/**
 * How deep parts of a saga may stand inside each other: the key of a part names them all. Those of
 * all steps stand in the saga's log, which has a limit, and participants remember them.
 */
final class NestingRules {
  /** How many sub-sagas may stand inside each other. */
  static final int MAX_SUB_SAGAS = 5;

  /** The greatest length of the key of a part, in characters; see {@link StepKey}. */
  static final int MAX_KEY_LENGTH = 120;

  private NestingRules() {}

  static void check(Node<?> root, List<String> faults) {
    int depth = depth(root);
    if (depth > MAX_SUB_SAGAS) {
      faults.add(
          "It has sub-sagas inside each other, %d deep; the limit is %d."
              .formatted(depth, MAX_SUB_SAGAS));
      return;
    }
    String longest = longestKey(root, "", "");
    if (longest.length() > MAX_KEY_LENGTH) {
      faults.add(
          "A part of it is called '%s', which has %d characters; the limit is %d. Give shorter names to it and to what is around it."
              .formatted(longest, longest.length(), MAX_KEY_LENGTH));
    }
  }

  private static int depth(Node<?> node) {
    if (node instanceof SubSaga<?, ?> sub) {
      return 1 + depth(sub.definition().root());
    }
    return node.inside().stream().mapToInt(NestingRules::depth).max().orElse(0);
  }

  /**
   * The longest key that is journaled of the part and what is in it.
   *
   * @param prefix of the keys in it
   * @param items the greatest numbers of the items around it, as they stand in a key
   */
  private static String longestKey(Node<?> node, String prefix, String items) {
    if (node instanceof Step<?> step) {
      return prefix + step.name() + items;
    } else if (node instanceof SubSaga<?, ?> sub) {
      String key = prefix + sub.name() + items;
      return longestKey(sub.definition().root(), StepKey.inside(key, ""), "");
    }
    String own = "";
    String inside = items;
    if (node instanceof Choice<?> choice) {
      own = prefix + choice.name() + items;
    } else if (node instanceof ForEach<?> each) {
      own = prefix + each.name() + items;
      inside = StepKey.of(items, each.atMost() - 1);
    }
    for (Node<?> part : node.inside()) {
      String key = longestKey(part, prefix, inside);
      own = key.length() > own.length() ? key : own;
    }
    return own;
  }
}
