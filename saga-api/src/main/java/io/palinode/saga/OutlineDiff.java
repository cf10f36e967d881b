package io.palinode.saga;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is different between two outlines of one saga, in sentences about its parts.
 *
 * <ul>
 *   <li>Parts are the same where their names are. One whose kind, facts or place changed is told
 *       about once for each of these.
 *   <li>What stands inside a part that is new or gone is not told about.
 * </ul>
 *
 * <p>Immutable.
 */
public final class OutlineDiff {
  private final Map<String, OutlinePlace> before;
  private final Map<String, OutlinePlace> after;
  private final List<String> lines = new ArrayList<>();

  private OutlineDiff(Outline before, Outline after) {
    this.before = OutlinePlace.allIn(before);
    this.after = OutlinePlace.allIn(after);
  }

  /** The differences, in the order of the newer text, and last what is gone; none if equal. */
  public static List<String> lines(Outline before, Outline after) {
    OutlineDiff diff = new OutlineDiff(before, after);
    diff.compareFacts(before, after);
    diff.after.forEach(diff::comparePart);
    diff.before.forEach(diff::noteIfGone);
    return List.copyOf(diff.lines);
  }

  private void comparePart(String key, OutlinePlace now) {
    OutlinePlace then = before.get(key);
    if (then == null) {
      if (isInBoth(now.parent())) {
        lines.add("%s is new %s".formatted(now.part().title(), now.words()));
      }
      return;
    }
    if (!then.part().kind().equals(now.part().kind())) {
      lines.add(
          "'%s' was a %s and is a %s"
              .formatted(now.part().name(), then.part().kind(), now.part().kind()));
      return;
    }
    compareFacts(then.part(), now.part());
    if (!then.parent().equals(now.parent()) || movedAmongItsSiblings(key, now.parent())) {
      lines.add(
          "%s has moved: it stood %s, and stands %s"
              .formatted(now.part().title(), then.words(), now.words()));
    }
  }

  private void noteIfGone(String key, OutlinePlace then) {
    if (!after.containsKey(key) && isInBoth(then.parent())) {
      lines.add("%s is gone; it stood %s".formatted(then.part().title(), then.words()));
    }
  }

  /** True of the saga itself, and of a part that is there before and after as the same kind. */
  private boolean isInBoth(String parent) {
    OutlinePlace then = before.get(parent);
    OutlinePlace now = after.get(parent);
    boolean sameKind = then != null && now != null && then.part().kind().equals(now.part().kind());
    return parent.isEmpty() || sameKind;
  }

  private void compareFacts(Outline then, Outline now) {
    Set<String> names = new LinkedHashSet<>(now.facts().keySet());
    names.addAll(then.facts().keySet());
    List<String> changes = new ArrayList<>();
    for (String name : names) {
      String old = then.facts().getOrDefault(name, "none");
      String come = now.facts().getOrDefault(name, "none");
      if (!old.equals(come)) {
        changes.add("%s %s -> %s".formatted(name, old, come));
      }
    }
    if (!changes.isEmpty()) {
      lines.add("%s: %s".formatted(now.title(), String.join("; ", changes)));
    }
  }

  /** True if the part does not belong to the longest run that has kept its order. */
  private boolean movedAmongItsSiblings(String key, String parent) {
    List<String> then = children(before, after, parent);
    List<String> now = children(after, before, parent);
    return !then.equals(now) && !longestCommon(then, now).contains(key);
  }

  private static List<String> children(
      Map<String, OutlinePlace> here, Map<String, OutlinePlace> there, String parent) {
    return here.entrySet().stream()
        .filter(each -> each.getValue().parent().equals(parent))
        .filter(
            each -> {
              OutlinePlace other = there.get(each.getKey());
              return other != null && other.parent().equals(parent);
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Set<String> longestCommon(List<String> a, List<String> b) {
    int[][] length = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        length[i][j] =
            a.get(i).equals(b.get(j))
                ? 1 + length[i + 1][j + 1]
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    Set<String> common = new LinkedHashSet<>();
    for (int i = 0, j = 0; i < a.size() && j < b.size(); ) {
      if (Objects.equals(a.get(i), b.get(j))) {
        common.add(a.get(i));
        i++;
        j++;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }
}
