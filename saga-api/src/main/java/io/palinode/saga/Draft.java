package io.palinode.saga;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of a saga as it is being written, with or without faults.
 *
 * <p>Not safe for use by several threads.
 */
abstract class Draft<D> {
  private final String kind;
  private final String name;

  /**
   * A part that has nothing but its name.
   *
   * @param kind what it is, for the text of an error, such as {@code step}
   */
  Draft(String kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  String kind() {
    return kind;
  }

  String name() {
    return name;
  }

  /** The part; empty if it has a fault, which is added to the others. */
  abstract Optional<Node<D>> toNode(List<String> faults);

  /** This part and all that is written inside it, in the order of the text. */
  abstract Stream<Draft<D>> all();

  String fault(String what, String mend) {
    return DefinitionRules.fault(kind, name, what, mend);
  }
}
