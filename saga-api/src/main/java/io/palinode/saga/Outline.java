package io.palinode.saga;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A part of a definition as two versions of it are compared: what it is, what it is called, what is
 * said of it, and what stands inside it.
 *
 * <p>The parts inside run one after another, except where they are {@linkplain #BRANCH branches}.
 *
 * <p>Immutable. Outlines of served definitions are stored, so kinds and the names of facts do not
 * change.
 *
 * @param kind such as {@code step} or {@code choice}
 * @param name unique among the parts of its saga; of a branch, its label or its number from 1
 * @param facts in the order in which they are told to a person, such as {@code timeout=30s}
 * @param inside in the order of the definition's text
 */
public record Outline(String kind, String name, Map<String, String> facts, List<Outline> inside) {
  /** The kind of a whole saga, and of one inside another one. */
  public static final String SAGA = "saga";

  /** The kind of a step. */
  public static final String STEP = "step";

  /** The kind of a choice, whose branches have labels. */
  public static final String CHOICE = "choice";

  /** The kind of a part that runs for each item of a list. */
  public static final String FOR_EACH = "for-each";

  /** The kind of one of several ways inside a part. */
  public static final String BRANCH = "branch";

  /** The kind of the step by which a saga takes its lock. */
  public static final String LOCK = "lock";

  /** The fact that names who carries a step out. */
  public static final String PARTICIPANT = "participant";

  /** The fact that a step is a pivot or retriable; missing where it is neither. */
  public static final String MARK = "mark";

  /** The fact that a step is undone by a compensation, and how that is tried again. */
  public static final String COMPENSATION = "compensation";

  /** The fact that names how many branches or items of a part are worked on at a time. */
  public static final String AT_ONCE = "at-once";

  public Outline {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    inside = List.copyOf(inside);
  }

  /** What a person calls the part, such as {@code step 'charge-card'}. */
  public String title() {
    return "%s '%s'".formatted(kind, name);
  }

  /** The parts of a node that run in turn: those of a sequence, else the node alone. */
  static List<Outline> inTurn(Node<?> node) {
    return node instanceof Sequence<?> sequence
        ? sequence.parts().stream().map(Node::describe).toList()
        : List.of(node.describe());
  }

  static Outline branch(String label, Node<?> node) {
    return new Outline(BRANCH, label, Map.of(), inTurn(node));
  }

  /** Branches that have no label of their own. */
  static List<Outline> numbered(List<? extends Node<?>> branches) {
    return IntStream.range(0, branches.size())
        .mapToObj(i -> branch(Integer.toString(i + 1), branches.get(i)))
        .toList();
  }

  /**
   * The outline of a part that says no more of itself than its text, in the form {@code
   * kind(name,what,parts inside)}.
   */
  static Outline read(String outline, List<? extends Node<?>> inside) {
    String text = outline;
    for (Node<?> part : inside) {
      text = text.replace(part.outline(), "");
    }
    int open = text.indexOf('(');
    String[] words = text.substring(open + 1, text.length() - 1).split("[,;@]", 2);
    String rest = words.length < 2 ? "" : words[1].replaceAll("[,;:]+$", "");
    return new Outline(
        text.substring(0, open),
        words[0],
        rest.isEmpty() ? Map.of() : Map.of("as", rest),
        inside.size() == 1 ? inTurn(inside.get(0)) : numbered(inside));
  }
}
