package io.palinode.core;

import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
import java.util.List;

/**
 * Takes a saga back: walks its definition from the end, and begins whatever may be undone now.
 *
 * <p>The reverse of {@link Forward}: a part is undone only when nothing is left of the parts that
 * could begin only after it. What ran side by side is undone side by side, as many at a time as
 * then.
 *
 * <p>Lives for one deliberation.
 */
final class Backward<D> {
  private final Deliberation<D> deliberation;

  Backward(Deliberation<D> deliberation) {
    this.deliberation = deliberation;
  }

  /** Begins to undo what may be undone in the part; true if no effect of it is left. */
  boolean takeBack(Node<D> node) {
    if (node instanceof Step<D> step) {
      return takeBack(step);
    } else if (node instanceof Sequence<D> sequence) {
      return inTurn(sequence.parts());
    }
    return sideBySide((Parallel<D>) node);
  }

  private boolean takeBack(Step<D> step) {
    return switch (deliberation.state().step(step.name()).status()) {
      case PENDING, REJECTED, UNDONE -> true;
      case SUCCEEDED, UNKNOWN -> {
        if (step.compensation() == null) {
          yield true;
        }
        if (deliberation.state().status() == SagaStatus.COMPENSATING) {
          deliberation.issue(step, Direction.COMPENSATION, 1);
        }
        yield false;
      }
      default -> false;
    };
  }

  private boolean inTurn(List<Node<D>> parts) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (!takeBack(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean sideBySide(Parallel<D> parallel) {
    int open = 0;
    for (int i = parallel.branches().size() - 1; i >= 0; i--) {
      if (open == parallel.atOnce()) {
        return false;
      }
      if (!takeBack(parallel.branches().get(i))) {
        open++;
      }
    }
    return open == 0;
  }
}
