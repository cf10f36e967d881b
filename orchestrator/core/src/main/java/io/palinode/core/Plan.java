package io.palinode.core;

import io.palinode.saga.Node;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
import java.util.List;

/**
 * What a definition allows next, given how its steps stand.
 *
 * <p>Walks the tree of the definition. A new kind of composition says here which of its parts may
 * begin, and which may be undone; nothing else needs to know it.
 *
 * <p>Pure functions.
 */
final class Plan {
  private Plan() {}

  /** True if every step of the part has succeeded. */
  static boolean done(Node<?> node, SagaState state) {
    if (node instanceof Step<?> step) {
      return state.step(step.name()).status() == StepStatus.SUCCEEDED;
    }
    return ((Sequence<?>) node).parts().stream().allMatch(part -> done(part, state));
  }

  /** The steps that may begin now. */
  static <D> List<Step<D>> ready(Node<D> node, SagaState state) {
    if (node instanceof Step<D> step) {
      return state.step(step.name()).status() == StepStatus.PENDING ? List.of(step) : List.of();
    }
    for (Node<D> part : ((Sequence<D>) node).parts()) {
      if (!done(part, state)) {
        return ready(part, state);
      }
    }
    return List.of();
  }

  /** True if no effect of the part is left. */
  static boolean undone(Node<?> node, SagaState state) {
    if (node instanceof Step<?> step) {
      return switch (state.step(step.name()).status()) {
        case PENDING, REJECTED, UNDONE -> true;
        case SUCCEEDED, UNKNOWN -> step.compensation() == null;
        default -> false;
      };
    }
    return ((Sequence<?>) node).parts().stream().allMatch(part -> undone(part, state));
  }

  /** The steps whose compensation may begin now. */
  static <D> List<Step<D>> undoable(Node<D> node, SagaState state) {
    if (node instanceof Step<D> step) {
      StepStatus status = state.step(step.name()).status();
      boolean effective = status == StepStatus.SUCCEEDED || status == StepStatus.UNKNOWN;
      return effective && step.compensation() != null ? List.of(step) : List.of();
    }
    List<Node<D>> parts = ((Sequence<D>) node).parts();
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (!undone(parts.get(i), state)) {
        return undoable(parts.get(i), state);
      }
    }
    return List.of();
  }
}
