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
 * Carries a saga on: walks its definition, and begins whatever may begin now.
 *
 * <p>A kind of composition says here which of its parts may begin, and when it is done. Nothing
 * begins once the walk has parked the saga or turned it round.
 *
 * <p>Lives for one deliberation.
 */
final class Forward {
  private final Deliberation<?> deliberation;
  private final ForkRules fork;
  private final NestingRules nesting;

  Forward(Deliberation<?> deliberation) {
    this.deliberation = deliberation;
    this.fork = new ForkRules(deliberation);
    this.nesting = new NestingRules(deliberation);
  }

  /**
   * Begins what may begin in the part; true if the part is done.
   *
   * @param place where the part stands
   */
  <D> boolean carryOn(Node<D> node, Place<D> place) {
    if (node instanceof Step<D> step) {
      return carryOn(step, place);
    } else if (node instanceof Sequence<D> sequence) {
      return inTurn(sequence.parts(), place);
    } else if (node instanceof Parallel<D> parallel) {
      List<Node<D>> branches = parallel.branches();
      return sideBySide(branches.size(), parallel.atOnce(), i -> carryOn(branches.get(i), place));
    } else if (node instanceof Choice<D> choice) {
      return carryOn(choice, place);
    } else if (node instanceof Wait<D> wait) {
      return carryOn(wait, place);
    } else if (node instanceof HumanDecision<D> decision) {
      return carryOn(decision, place);
    } else if (node instanceof SubSaga<D, ?> sub) {
      return carryOn(sub, place);
    }
    return carryOn((ForEach<D>) node, place);
  }

  private <D> boolean carryOn(Step<D> step, Place<D> place) {
    StepStatus status = deliberation.state().step(place.key(step.name())).status();
    if (status == StepStatus.PENDING && isGoing()) {
      deliberation.issue(StepRun.of(step, place), Direction.ACTION, 1);
    }
    return status == StepStatus.SUCCEEDED;
  }

  private <D> boolean inTurn(List<Node<D>> parts, Place<D> place) {
    for (Node<D> part : parts) {
      if (!carryOn(part, place)) {
        return false;
      }
    }
    return true;
  }

  private <D> boolean carryOn(Choice<D> choice, Place<D> place) {
    String key = place.key(choice.name());
    if (deliberation.state().choice(key) == null && isGoing()) {
      fork.choose(choice, key, place);
    }
    BranchChosen chosen = deliberation.state().choice(key);
    return chosen != null
        && (chosen.branch() == null || carryOn(choice.branch(chosen.branch()), place));
  }

  private <D> boolean carryOn(Wait<D> wait, Place<D> place) {
    String key = place.key(wait.name());
    boolean begun = deliberation.state().openWait(key) != null || deliberation.state().isOver(key);
    if (!begun && isGoing()) {
      new WaitRules(deliberation).begin(wait, key, place);
    }
    return deliberation.state().isOver(key);
  }

  private <D> boolean carryOn(HumanDecision<D> decision, Place<D> place) {
    String key = place.key(decision.name());
    if (isGoing() && !deliberation.state().isOver(key)) {
      new DecisionRules(deliberation).carryOn(decision, key, place);
    }
    return deliberation.state().isOver(key);
  }

  private <D, C> boolean carryOn(SubSaga<D, C> sub, Place<D> place) {
    Level<C> inside = Level.inside(sub, place);
    if (!deliberation.state().hasBegun(inside.key()) && isGoing()) {
      nesting.begin(sub, inside, place);
    }
    boolean done =
        deliberation.state().hasBegun(inside.key()) && carryOn(sub.definition().root(), inside);
    if (done && !deliberation.state().hasEnded(inside.key()) && isGoing()) {
      nesting.end(sub, inside, place);
    }
    return deliberation.state().hasEnded(inside.key());
  }

  private <D> boolean carryOn(ForEach<D> each, Place<D> place) {
    String key = place.key(each.name());
    if (deliberation.state().items(key) == null && isGoing()) {
      fork.list(each, key, place);
    }
    List<Payload> items = deliberation.state().items(key);
    return items != null
        && sideBySide(
            items.size(), each.atOnce(), i -> carryOn(each.body(), new Round<>(place, each, i)));
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
