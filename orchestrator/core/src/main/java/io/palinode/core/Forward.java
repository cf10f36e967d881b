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
 * Carries a saga on: walks its definition, and begins whatever may begin now.
 *
 * <p>A kind of composition says here which of its parts may begin, and when it is done. Nothing
 * begins once the walk has parked the saga or turned it round.
 *
 * <p>Lives for one deliberation.
 */
final class Forward<D> {
  private final Deliberation<D> deliberation;
  private final ForkRules<D> fork;

  Forward(Deliberation<D> deliberation) {
    this.deliberation = deliberation;
    this.fork = new ForkRules<>(deliberation);
  }

  /**
   * Begins what may begin in the part; true if the part is done.
   *
   * @param round of the for-each around the part, null where it stands in none
   */
  boolean carryOn(Node<D> node, @Nullable Round<D> round) {
    if (node instanceof Step<D> step) {
      return carryOn(step, round);
    } else if (node instanceof Sequence<D> sequence) {
      return inTurn(sequence.parts(), round);
    } else if (node instanceof Parallel<D> parallel) {
      List<Node<D>> branches = parallel.branches();
      return sideBySide(branches.size(), parallel.atOnce(), i -> carryOn(branches.get(i), round));
    } else if (node instanceof Choice<D> choice) {
      return carryOn(choice, round);
    } else if (node instanceof Wait<D> wait) {
      return carryOn(wait, round);
    } else if (node instanceof HumanDecision<D> decision) {
      return carryOn(decision, round);
    }
    return carryOn((ForEach<D>) node);
  }

  private boolean carryOn(Step<D> step, @Nullable Round<D> round) {
    StepStatus status = deliberation.state().step(Round.key(round, step.name())).status();
    if (status == StepStatus.PENDING && isGoing()) {
      deliberation.issue(StepRun.of(step, round), Direction.ACTION, 1);
    }
    return status == StepStatus.SUCCEEDED;
  }

  private boolean inTurn(List<Node<D>> parts, @Nullable Round<D> round) {
    for (Node<D> part : parts) {
      if (!carryOn(part, round)) {
        return false;
      }
    }
    return true;
  }

  private boolean carryOn(Choice<D> choice, @Nullable Round<D> round) {
    String key = Round.key(round, choice.name());
    if (deliberation.state().choice(key) == null && isGoing()) {
      fork.choose(choice, key, round);
    }
    BranchChosen chosen = deliberation.state().choice(key);
    return chosen != null
        && (chosen.branch() == null || carryOn(choice.branch(chosen.branch()), round));
  }

  private boolean carryOn(Wait<D> wait, @Nullable Round<D> round) {
    String key = Round.key(round, wait.name());
    boolean begun =
        deliberation.state().openWait(key) != null || deliberation.state().isOver(key);
    if (!begun && isGoing()) {
      new WaitRules<>(deliberation).begin(wait, key, round);
    }
    return deliberation.state().isOver(key);
  }

  private boolean carryOn(HumanDecision<D> decision, @Nullable Round<D> round) {
    String key = Round.key(round, decision.name());
    if (isGoing() && !deliberation.state().isOver(key)) {
      new DecisionRules<>(deliberation).carryOn(decision, key, round);
    }
    return deliberation.state().isOver(key);
  }

  private boolean carryOn(ForEach<D> each) {
    if (deliberation.state().items(each.name()) == null && isGoing()) {
      fork.list(each);
    }
    List<Payload> items = deliberation.state().items(each.name());
    return items != null
        && sideBySide(items.size(), each.atOnce(), i -> carryOn(each.body(), new Round<>(each, i)));
  }

  /** Parts begin in their order, so behind the last open one that has room none has begun. */
  private static boolean sideBySide(int count, int atOnce, IntPredicate carryOn) {
    int open = 0;
    for (int i = 0; i < count; i++) {
      if (open == atOnce) {
        return false;
      }
      if (!carryOn.test(i)) {
        open++;
      }
    }
    return open == 0;
  }

  private boolean isGoing() {
    return deliberation.state().status() == SagaStatus.RUNNING;
  }
}
