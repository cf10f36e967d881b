package io.palinode.core;

import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.Signalled;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.saga.ReplyFold;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Step;
import io.palinode.saga.StepKind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the reply that a step waits for, or from its absence.
 *
 * <ul>
 *   <li>No reply in time, and no attempt left: the outcome is unknown, and unknown is undone like a
 *       success.
 *   <li>"Try again" is no promise for good: participants do not remember it, so a second delivery
 *       of the same attempt may succeed after all. When it is the last word, the outcome is
 *       unknown.
 *   <li>A pivot whose outcome is unknown parks: to go on and to turn back are both guesses.
 *   <li>A retriable step that is refused parks: nothing after the pivot is undone.
 * </ul>
 */
final class ReplyRules<D> {
  /** The longest wait that a participant can ask for; where it asks for more, it gets this. */
  static final Duration LONGEST_ASKED_WAIT = Duration.ofDays(30);

  private static final Reason TIMEOUT =
      new Reason("TIMEOUT", "No reply within the step's timeout.");

  private final Deliberation<?> deliberation;
  private final StepRun<D> run;
  private final Step<D> step;

  ReplyRules(Deliberation<?> deliberation, StepRun<D> run) {
    this.deliberation = deliberation;
    this.run = run;
    this.step = run.step();
  }

  void settle(Replied reply) {
    CommandOutcome outcome = reply.outcome();
    boolean action = reply.direction() == Direction.ACTION;
    if (outcome instanceof Succeeded succeeded) {
      if (action) {
        succeed(succeeded.payload(), null);
      } else {
        deliberation.record(new StepCompensated(run.key()));
        deliberation.advance();
      }
    } else if (outcome instanceof Rejected rejected) {
      if (action) {
        giveUp(rejected.reason(), false);
      } else {
        retryOrGiveUp(reply.direction(), reply.attempt(), rejected.reason(), null);
      }
    } else if (outcome instanceof TryAgain again) {
      boolean barred = action && step.action().retry().notRetried().contains(again.reason().code());
      if (barred) {
        giveUp(again.reason(), true);
      } else {
        retryOrGiveUp(reply.direction(), reply.attempt(), again.reason(), again.after());
      }
    }
  }

  void take(Signalled signal) {
    succeed(signal.payload(), signal.signalId());
  }

  void onSilence(Direction direction, int attempt) {
    if (mayRetry(direction, attempt)) {
      retry(direction, attempt, TIMEOUT, null, true);
    } else if (direction == Direction.ACTION) {
      if (!KeyRules.goOn(deliberation, run)) {
        giveUp(KeyRules.missed(run, TIMEOUT), true);
      }
    } else {
      deliberation.park(run.key(), direction, TIMEOUT);
    }
  }

  private void succeed(Payload reply, @Nullable String signalId) {
    Payload changed;
    try {
      changed = fold(reply);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      deliberation.park(run.key(), Direction.ACTION, new Reason("REPLY_NOT_FOLDED", e.toString()));
      return;
    }
    if (signalId != null) {
      deliberation.record(new SignalTaken(run.key(), signalId));
    }
    deliberation.record(new StepSucceeded(run.key(), changed));
    KeyRules.settle(deliberation, run.key());
    deliberation.advance();
  }

  private @Nullable Payload fold(Payload reply) {
    Optional<ReplyFold<D, ?>> fold = step.fold(reply.type());
    if (fold.isEmpty()) {
      return null;
    }
    Object read = deliberation.decode(reply, fold.get().replyType());
    D folded = fold.get().apply(run.place().scope(deliberation), read);
    return deliberation.replaceData(
        run.place().level(), Objects.requireNonNull(folded, "The reply's function returned null."));
  }

  private void retryOrGiveUp(
      Direction direction, int attempt, Reason reason, @Nullable Duration after) {
    if (mayRetry(direction, attempt)) {
      retry(direction, attempt, reason, after, false);
    } else if (direction == Direction.ACTION) {
      giveUp(reason, true);
    } else {
      deliberation.park(run.key(), direction, reason);
    }
  }

  /** An action is not tried again once the saga has turned round because of a step beside it. */
  private boolean mayRetry(Direction direction, int attempt) {
    boolean wanted =
        direction == Direction.COMPENSATION || deliberation.state().standing().isForward();
    return wanted && run.exchange(direction).retry().allowsAfter(attempt);
  }

  private void retry(
      Direction direction, int attempt, Reason reason, @Nullable Duration after, boolean silent) {
    RetryPolicy retry = run.exchange(direction).retry();
    Duration wait = retry.delayAfter(attempt, seed(direction, attempt));
    long retryAt = deliberation.now() + longer(wait, after).toMillis();
    deliberation.record(new AttemptFailed(run.key(), direction, attempt, reason, retryAt, silent));
    deliberation.run(new SetTimer(run.key(), direction, attempt, retryAt));
  }

  private static Duration longer(Duration wait, @Nullable Duration asked) {
    if (asked == null || asked.compareTo(wait) <= 0) {
      return wait;
    }
    Duration most = wait.compareTo(LONGEST_ASKED_WAIT) > 0 ? wait : LONGEST_ASKED_WAIT;
    return asked.compareTo(most) > 0 ? most : asked;
  }

  /** Ends an action that will not be tried again. */
  private void giveUp(Reason reason, boolean effectPossible) {
    boolean decided = step.kind() == StepKind.RETRIABLE;
    if (decided || (step.kind() == StepKind.PIVOT && effectPossible)) {
      deliberation.park(run.key(), Direction.ACTION, reason);
      return;
    }
    deliberation.record(
        effectPossible ? new StepUnknown(run.key(), reason) : new StepRejected(run.key(), reason));
    KeyRules.settle(deliberation, run.key());
    deliberation.turnRound(reason);
    deliberation.advance();
  }

  /** The same for the same attempt of the same command, on every machine. */
  private long seed(Direction direction, int attempt) {
    CommandId command = new CommandId(deliberation.state().sagaId(), run.key(), direction);
    return ((long) command.toString().hashCode() << 32) + attempt;
  }
}
