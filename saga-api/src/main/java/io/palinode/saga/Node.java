package io.palinode.saga;

import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a saga definition: a step, or a composition of parts.
 *
 * @param <D> the saga's data
 */
public sealed interface Node<D>
    permits Step, Sequence, Parallel, Choice, ForEach, HumanDecision, SubSaga, Wait {

  /**
   * The parts that stand right inside this one and share its data, in the order of the definition's
   * text. Those of a {@link SubSaga} have data of their own and are not among them.
   */
  List<Node<D>> inside();

  /** Every step in this part, also in its sub-sagas, in the order of the definition's text. */
  default Stream<Step<?>> steps() {
    return inside().stream().flatMap(Node::steps);
  }

  /** A text that is equal exactly where two parts have the same structure and the same policies. */
  String outline();

  /** What the part is, for comparing it with that of another version of the saga. */
  default Outline describe() {
    return Outline.read(outline(), inside());
  }
}
