package io.palinode.core;

import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import io.palinode.saga.HumanDecision;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
import io.palinode.saga.SubSaga;
import io.palinode.saga.Wait;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Takes a saga back: walks its definition from the end, and begins whatever may be undone now.
 *
 * <p>The reverse of {@link Forward}: a part is undone only when nothing is left of the parts that
 * could begin only after it. What ran side by side is undone side by side, as many at a time as
 * then.
 *
 * <p>Lives for one deliberation.
 */
final class Backward {
  private final Deliberation<?> deliberation;

  Backward(Deliberation<?> deliberation) {
    this.deliberation = deliberation;
  }

  /**
   * Begins to undo what may be undone in the part; true if no effect of it is left.
   *
   * @param place where the part stands
   */
  <D> boolean takeBack(Node<D> node, Place<D> place) {
    if (node instanceof Step<D> step) {
      return takeBack(step, place);
    } else if (node instanceof Sequence<D> sequence) {
      return inTurn(sequence.parts(), place);
    } else if (node instanceof Parallel<D> parallel) {
      List<Node<D>> branches = parallel.branches();
      return sideBySide(branches.size(), parallel.atOnce(), i -> takeBack(branches.get(i), place));
    } else if (node instanceof Choice<D> choice) {
      BranchChosen chosen = deliberation.state().choice(place.key(choice.name()));
      return chosen == null
          || chosen.branch() == null
          || takeBack(choice.branch(chosen.branch()), place);
    } else if (node instanceof SubSaga<D, ?> sub) {
      return takeBack(sub, place);
    }
    if (node instanceof Wait || node instanceof HumanDecision) {
      return true;
    }
    ForEach<D> each = (ForEach<D>) node;
    List<Payload> items = deliberation.state().items(place.key(each.name()));
    return items == null
        || sideBySide(
            items.size(), each.atOnce(), i -> takeBack(each.body(), new Round<>(place, each, i)));
  }

  private <D> boolean takeBack(Step<D> step, Place<D> place) {
    return switch (deliberation.state().step(place.key(step.name())).status()) {
      case PENDING, REJECTED, UNDONE -> true;
      case SUCCEEDED, UNKNOWN -> {
        if (step.compensation() == null) {
          yield true;
        }
        if (deliberation.state().status() == SagaStatus.COMPENSATING) {
          deliberation.issue(StepRun.of(step, place), Direction.COMPENSATION, 1);
        }
        yield false;
      }
      default -> false;
    };
  }

  private <D, C> boolean takeBack(SubSaga<D, C> sub, Place<D> place) {
    Level<C> inside = Level.inside(sub, place);
    return !deliberation.state().hasBegun(inside.key())
        || takeBack(sub.definition().root(), inside);
  }

  private <D> boolean inTurn(List<Node<D>> parts, Place<D> place) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (!takeBack(parts.get(i), place)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sideBySide(int count, int atOnce, IntPredicate takeBack) {
    int open = 0;
    for (int i = count - 1; i >= 0; i--) {
      if (open == atOnce) {
        return false;
      }
      if (!takeBack.test(i)) {
        open++;
      }
    }
    return open == 0;
  }
}
