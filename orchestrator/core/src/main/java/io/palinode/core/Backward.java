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
import io.palinode.saga.Wait;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

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

  /**
   * Begins to undo what may be undone in the part; true if no effect of it is left.
   *
   * @param round of the for-each around the part, null where it stands in none
   */
  boolean takeBack(Node<D> node, @Nullable Round<D> round) {
    if (node instanceof Step<D> step) {
      return takeBack(step, round);
    } else if (node instanceof Sequence<D> sequence) {
      return inTurn(sequence.parts(), round);
    } else if (node instanceof Parallel<D> parallel) {
      List<Node<D>> branches = parallel.branches();
      return sideBySide(branches.size(), parallel.atOnce(), i -> takeBack(branches.get(i), round));
    } else if (node instanceof Choice<D> choice) {
      BranchChosen chosen = deliberation.state().choice(Round.key(round, choice.name()));
      return chosen == null
          || chosen.branch() == null
          || takeBack(choice.branch(chosen.branch()), round);
    }
    if (node instanceof Wait || node instanceof HumanDecision) {
      return true;
    }
    ForEach<D> each = (ForEach<D>) node;
    List<Payload> items = deliberation.state().items(each.name());
    return items == null
        || sideBySide(
            items.size(), each.atOnce(), i -> takeBack(each.body(), new Round<>(each, i)));
  }

  private boolean takeBack(Step<D> step, @Nullable Round<D> round) {
    return switch (deliberation.state().step(Round.key(round, step.name())).status()) {
      case PENDING, REJECTED, UNDONE -> true;
      case SUCCEEDED, UNKNOWN -> {
        if (step.compensation() == null) {
          yield true;
        }
        if (deliberation.state().status() == SagaStatus.COMPENSATING) {
          deliberation.issue(StepRun.of(step, round), Direction.COMPENSATION, 1);
        }
        yield false;
      }
      default -> false;
    };
  }

  private boolean inTurn(List<Node<D>> parts, @Nullable Round<D> round) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (!takeBack(parts.get(i), round)) {
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
