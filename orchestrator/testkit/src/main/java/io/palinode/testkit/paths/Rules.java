package io.palinode.testkit.paths;

import io.palinode.core.Decision;
import io.palinode.core.Effect;
import io.palinode.core.Effect.Attempt;
import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.StepKind;
import java.util.List;
import java.util.Set;

/**
 * What every saga has to keep, whatever happens.
 *
 * <ul>
 *   <li>A step begins when all before it have succeeded, and never once the saga turns round.
 *   <li>A step is undone when all after it are, each once; nothing is undone after the pivot.
 *   <li>A completed saga has the effect of every step, a compensated one that of none.
 *   <li>A saga ends, or is parked for a reason that lies outside of the definition: its functions
 *       build every command and fold every reply.
 *   <li>The journal tells what the live saga knows, and builds the same commands again.
 * </ul>
 *
 * <p>Each check throws an {@link AssertionError} with the path that leads there.
 */
final class Rules {
  private static final Set<StepStatus> EFFECTIVE = Set.of(StepStatus.SUCCEEDED, StepStatus.UNKNOWN);

  private static final Set<StepStatus> AT_WORK =
      Set.of(
          StepStatus.ACTING,
          StepStatus.ACTION_WAITING,
          StepStatus.UNDOING,
          StepStatus.UNDO_WAITING,
          StepStatus.UNDO_STUCK);

  /** The codes of a parked saga that only the definition can be blamed for. */
  private static final Set<String> THROWN =
      Set.of(
          "COMMAND_NOT_BUILT",
          "REPLY_NOT_FOLDED",
          "CHOICE_NOT_MADE",
          "ITEMS_NOT_LISTED",
          "WAIT_NOT_SET",
          "DECISION_NOT_FOLDED",
          "SUB_SAGA_NOT_BEGUN",
          "SUB_SAGA_NOT_FOLDED");

  private final SagaDefinition<?> definition;
  private final Order order;

  Rules(SagaDefinition<?> definition) {
    this.definition = definition;
    this.order = new Order(definition);
  }

  AssertionError broken(Moment moment, String rule) {
    return new AssertionError(
        "%s%n%nThe shortest path to it:%n  %s"
            .formatted(rule, String.join(System.lineSeparator() + "  ", moment.trail().lines())));
  }

  /** Checks a decision, and that a successor would build its commands again. */
  void checkDecided(SagaMachine<?> machine, Moment before, Decision decision, Moment after) {
    checkDecision(before, decision, after);
    if (decision.effects().stream().anyMatch(Attempt.class::isInstance)) {
      checkBuiltAgain(decision, after, pending(after, machine));
    }
  }

  /** Checks each event against the state that it finds. */
  void checkDecision(Moment before, Decision decision, Moment after) {
    SagaState state = before.state();
    for (SagaEvent event : decision.events()) {
      if (event instanceof CommandIssued issued && issued.attempt() == 1) {
        if (issued.direction() == Direction.ACTION) {
          checkBegin(after, state, issued.step());
        } else {
          checkUndo(after, state, issued.step());
        }
      } else if (event instanceof SagaEnded ended) {
        checkEnd(after, state, ended.status());
      } else if (event instanceof StepStuck stuck && THROWN.contains(stuck.reason().code())) {
        throw broken(
            after,
            "A function of step '%s' throws on this path (%s): %s"
                .formatted(stuck.step(), stuck.direction().word(), stuck.reason().text()));
      } else if (event instanceof SagaParked parked && THROWN.contains(parked.reason().code())) {
        throw broken(after, "A function throws on this path: " + parked.reason().text());
      }
      state = event instanceof SagaEvent.SagaStarted ? state : state.apply(event);
    }
    for (Effect effect : decision.effects()) {
      if (effect instanceof GiveNotice notice && notice.fault() != null) {
        throw broken(
            after,
            "The notice to %s cannot be built on this path: %s"
                .formatted(notice.topic(), notice.fault().text()));
      }
    }
    if (!state.equals(decision.state())) {
      throw broken(after, "The events do not lead to the state: " + decision.state());
    }
  }

  /** Checks that the folded journal is what the live saga knows. */
  void checkReplay(Moment moment, SagaState folded) {
    if (!folded.equals(moment.state())) {
      throw broken(moment, "The journal says %s, memory %s.".formatted(folded, moment.state()));
    }
  }

  /** The commands that a successor sends again. */
  List<Attempt> pending(Moment moment, SagaMachine<?> machine) {
    try {
      return commands(machine.pending(moment.state()));
    } catch (RuntimeException e) {
      throw broken(moment, "A function throws when a command is built again: " + e);
    }
  }

  /** Checks that a successor builds the commands that are sent now. */
  void checkBuiltAgain(Decision decision, Moment after, List<Attempt> again) {
    for (Attempt sent : commands(decision.effects())) {
      if (!again.contains(sent)) {
        throw broken(
            after,
            "%s is built as %s, and after a crash as %s: its function must depend on the saga's data alone."
                .formatted(sent.id(), payload(sent), again.stream().map(Rules::payload).toList()));
      }
    }
  }

  /** Checks a moment in which nothing is on its way and nothing is awaited. */
  void checkQuiet(Moment moment) {
    SagaStatus status = moment.state().status();
    for (StepState run : moment.state().steps()) {
      boolean effect = moment.world().memory(run.step()).effect();
      if (status == SagaStatus.COMPLETED && !effect) {
        throw broken(moment, "The saga is completed without step '%s'.".formatted(run.step()));
      }
      if (status == SagaStatus.COMPENSATED && effect && canBeUndone(run.step())) {
        throw broken(
            moment, "The saga is compensated, and step '%s' is not.".formatted(run.step()));
      }
    }
  }

  private void checkBegin(Moment moment, SagaState state, String step) {
    if (state.status() != SagaStatus.RUNNING) {
      throw broken(
          moment, "Step '%s' begins while the saga is %s.".formatted(step, state.status().word()));
    }
    for (StepState run : state.steps()) {
      if (order.isLater(step, run.step()) && run.status() != StepStatus.SUCCEEDED) {
        throw broken(moment, "Step '%s' begins, and '%s' is not done.".formatted(step, run.step()));
      }
    }
    checkBegun(moment, state, step);
  }

  /** Checks that no step was left out that had to come before. */
  private void checkBegun(Moment moment, SagaState state, String step) {
    for (String other : definition.stepsByPath().keySet()) {
      boolean begun = state.step(other).status() != StepStatus.PENDING;
      if (!begun && !order.isOptional(other) && order.isLater(step, other)) {
        throw broken(moment, "Step '%s' begins, and '%s' has not.".formatted(step, other));
      }
    }
  }

  private void checkUndo(Moment moment, SagaState state, String step) {
    if (definition.step(step).kind() != StepKind.COMPENSATABLE) {
      throw broken(moment, "Step '%s' is undone, and must not be.".formatted(step));
    }
    for (StepState run : state.steps()) {
      boolean decided =
          definition.step(run.step()).kind() == StepKind.PIVOT
              && run.status() == StepStatus.SUCCEEDED;
      if (decided) {
        throw broken(moment, "Step '%s' is undone after pivot '%s'.".formatted(step, run.step()));
      }
      if (order.isLater(run.step(), step) && isLeft(run)) {
        throw broken(
            moment,
            "Step '%s' is undone before '%s', which came after it.".formatted(step, run.step()));
      }
    }
  }

  private void checkEnd(Moment moment, SagaState state, SagaStatus end) {
    for (StepState run : state.steps()) {
      if (end == SagaStatus.COMPLETED && run.status() != StepStatus.SUCCEEDED) {
        throw broken(
            moment, "The saga completes, and step '%s' is %s.".formatted(run.step(), run.status()));
      }
      if (end == SagaStatus.COMPENSATED && isLeft(run)) {
        throw broken(
            moment,
            "The saga ends undone, and step '%s' is %s.".formatted(run.step(), run.status()));
      }
    }
    for (String step : definition.stepsByPath().keySet()) {
      boolean begun = state.step(step).status() != StepStatus.PENDING;
      if (end == SagaStatus.COMPLETED && !begun && !order.isOptional(step)) {
        throw broken(moment, "The saga completes without step '%s'.".formatted(step));
      }
    }
  }

  /** True if the step has an effect, or may have or get one. */
  private boolean isLeft(StepState run) {
    return AT_WORK.contains(run.status())
        || (EFFECTIVE.contains(run.status()) && canBeUndone(run.step()));
  }

  private boolean canBeUndone(String step) {
    return definition.step(step).compensation() != null;
  }

  private static Object payload(Attempt attempt) {
    return attempt instanceof SendCommand command ? command.payload() : "a call";
  }

  private static List<Attempt> commands(List<Effect> effects) {
    return effects.stream().filter(Attempt.class::isInstance).map(Attempt.class::cast).toList();
  }
}
