package io.palinode.core;

import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
import java.util.List;

/**
 * Carries a saga on: walks its definition, and begins whatever may begin now.
 *
 * <p>A kind of composition says here which of its parts may begin, and when it is done. Nothing
 * begins once the walk has parked the saga or turned it round.
 *
 * <p>Lives for one deliberation.
 */
final class Forward<D> {
  private final Deliberation<D> deliberation;

  Forward(Deliberation<D> deliberation) {
    this.deliberation = deliberation;
  }

  /** Begins what may begin in the part; true if the part is done. */
  boolean carryOn(Node<D> node) {
    if (node instanceof Step<D> step) {
      return carryOn(step);
    } else if (node instanceof Sequence<D> sequence) {
      return inTurn(sequence.parts());
    }
    return sideBySide((Parallel<D>) node);
  }

  private boolean carryOn(Step<D> step) {
    StepStatus status = deliberation.state().step(step.name()).status();
    if (status == StepStatus.PENDING && deliberation.state().status() == SagaStatus.RUNNING) {
      deliberation.issue(step, Direction.ACTION, 1);
    }
    return status == StepStatus.SUCCEEDED;
  }

  private boolean inTurn(List<Node<D>> parts) {
    for (Node<D> part : parts) {
      if (!carryOn(part)) {
        return false;
      }
    }
    return true;
  }

  /** Branches begin in their order, so behind the last open one that has room none has begun. */
  private boolean sideBySide(Parallel<D> parallel) {
    int open = 0;
    for (Node<D> branch : parallel.branches()) {
      if (open == parallel.atOnce()) {
        return false;
      }
      if (!carryOn(branch)) {
        open++;
      }
    }
    return open == 0;
  }
}
