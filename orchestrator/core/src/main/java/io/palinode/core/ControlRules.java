package io.palinode.core;

import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaControl.Cancel;
import io.palinode.message.SagaControl.Decide;
import io.palinode.message.SagaControl.Pause;
import io.palinode.message.SagaControl.Resume;
import io.palinode.message.SagaControl.Retry;
import io.palinode.message.SagaStatus;
import io.palinode.saga.HumanDecision;
import io.palinode.saga.SagaDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what is asked of a live saga.
 *
 * <ul>
 *   <li>A saga is cancelled up to its pivot. Once the pivot's command is issued nobody knows
 *       whether it has decided, so the saga is not cancelled; a pivot that is rejected turns it
 *       round anyway.
 *   <li>A parked saga that is cancelled goes on at once, backwards: a step that is stuck counts as
 *       unknown. A paused one is turned round, and stands still until it is resumed.
 *   <li>A parked saga that is tried again sends the command that is stuck once more. If another
 *       step has failed meanwhile, the saga has turned round, and what is stuck is undone.
 * </ul>
 *
 * <p>Lives for one deliberation.
 */
final class ControlRules<D> {
  private final Deliberation<D> deliberation;
  private final SagaDefinition<D> definition;

  ControlRules(Deliberation<D> deliberation, SagaDefinition<D> definition) {
    this.deliberation = deliberation;
    this.definition = definition;
  }

  Ruling rule(SagaControl control) {
    if (state().status().ended()) {
      return refused("ENDED", "The saga has ended; it is %s.".formatted(state().status().word()));
    } else if (control instanceof Cancel cancel) {
      return cancel(new Reason("CANCELLED", cancel.why()));
    } else if (control instanceof Pause pause) {
      return pause(new Reason("PAUSED", pause.why()));
    } else if (control instanceof Resume resume) {
      return resume(new Reason("RESUMED", resume.why()));
    } else if (control instanceof Decide decide) {
      return decide(decide);
    }
    return retry(new Reason("RETRIED", ((Retry) control).why()));
  }

  private Ruling decide(Decide decide) {
    String part = decide.decision();
    HumanDecision<?> decision = new DecisionKeys(state()).find(part, definition);
    DecisionMade made = state().decision(part);
    if (decision == null) {
      return refused(
          "UNKNOWN_DECISION",
          "The saga has no decision '%s', only %s.".formatted(part, definition.decisions()));
    } else if (!decision.options().contains(decide.option())) {
      return refused(
          "UNKNOWN_OPTION",
          "'%s' is no option of decision '%s'; expected one of %s."
              .formatted(decide.option(), part, decision.options()));
    } else if (made != null) {
      return decidedAlready(made, decide.option());
    } else if (!state().standing().isForward()) {
      return refused(
          "TURNED_ALREADY", "The saga is being undone already: " + state().standing().turned());
    }
    boolean awaited = state().openWait(part) != null && state().status() == SagaStatus.RUNNING;
    deliberation.record(new DecisionMade(part, decide.option(), decide.by(), decide.why()));
    deliberation.advance();
    return awaited
        ? done("DECIDED", "It is decided.")
        : done("KEPT", "The decision is kept until the saga comes to it.");
  }

  private Ruling decidedAlready(DecisionMade made, String option) {
    String text =
        "It was decided already: %s, by %s: %s"
            .formatted(made.option(), made.by() == null ? "its deadline" : made.by(), made.why());
    return made.option().equals(option)
        ? unchanged("DECIDED_ALREADY", text)
        : refused("DECIDED_ALREADY", text);
  }

  private Ruling cancel(Reason reason) {
    boolean parked = state().status() == SagaStatus.PARKED;
    if (!state().standing().isForward() && !(parked && hasStuckAction())) {
      return unchanged(
          "TURNED_ALREADY", "The saga is being undone already: " + state().standing().turned());
    }
    @Nullable StepState pivot = deliberation.pivotUnderWay();
    if (pivot != null) {
      return refused(
          "PIVOT_UNDER_WAY",
          "Step '%s' is the point of no return, and its command is issued; nobody knows yet whether it has decided."
              .formatted(pivot.step()));
    }
    if (deliberation.isDecided()) {
      return refused(
          "PAST_PIVOT", "The saga is past its point of no return and only goes forward.");
    }
    deliberation.turnRound(reason);
    if (parked) {
      goOn(reason);
    }
    deliberation.advance();
    return done(
        "CANCELLED",
        state().status() == SagaStatus.PAUSED
            ? "What is done is undone once the saga is resumed."
            : "What is done is undone.");
  }

  private Ruling pause(Reason reason) {
    if (state().status().halted()) {
      return state().status() == SagaStatus.PAUSED
          ? unchanged("PAUSED_ALREADY", "The saga is paused already: " + state().reason())
          : refused("PARKED", "The saga is parked, and stands still: " + state().reason());
    }
    deliberation.record(new SagaPaused(reason));
    return done("PAUSED", "The saga stands still until it is resumed.");
  }

  private Ruling resume(Reason reason) {
    if (state().status() == SagaStatus.PARKED) {
      return refused(
          "PARKED", "The saga is parked, not paused; have it tried again: " + state().reason());
    } else if (state().status() != SagaStatus.PAUSED) {
      return unchanged("NOT_PAUSED", "The saga is not paused.");
    }
    deliberation.record(new SagaResumed(reason));
    deliberation.advance();
    return done("RESUMED", "The saga goes on where it was.");
  }

  private Ruling retry(Reason reason) {
    if (state().status() != SagaStatus.PARKED) {
      return unchanged("NOT_PARKED", "The saga is not parked.");
    }
    goOn(reason);
    deliberation.advance();
    return done("RETRIED", "What is stuck is tried once more.");
  }

  /** Lets a parked saga go on, in the direction in which it goes. */
  private void goOn(Reason reason) {
    deliberation.record(new SagaResumed(reason));
    boolean forward = state().standing().isForward();
    for (StepState step : state().steps()) {
      if (step.status() == StepStatus.ACTION_STUCK && !forward) {
        deliberation.record(new StepUnknown(step.step(), reason));
      } else if (step.status().stuck() && !state().status().halted()) {
        Direction direction =
            step.status() == StepStatus.ACTION_STUCK ? Direction.ACTION : Direction.COMPENSATION;
        deliberation.issue(KeyReader.step(step.step(), definition), direction, step.attempt() + 1);
      }
    }
  }

  private boolean hasStuckAction() {
    return state().steps().stream().anyMatch(step -> step.status() == StepStatus.ACTION_STUCK);
  }

  private SagaState state() {
    return deliberation.state();
  }

  private Ruling done(String code, String text) {
    return new Ruling(deliberation.decision(), Verdict.DONE, new Reason(code, text));
  }

  private Ruling unchanged(String code, String text) {
    return new Ruling(Decision.nothing(state()), Verdict.UNCHANGED, new Reason(code, text));
  }

  private Ruling refused(String code, String text) {
    return new Ruling(Decision.nothing(state()), Verdict.REFUSED, new Reason(code, text));
  }
}
