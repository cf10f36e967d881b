package io.palinode.core;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.saga.Decided;
import io.palinode.saga.HumanDecision;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows where a saga waits for a person to decide.
 *
 * <ul>
 *   <li>That it waits is reported, so that somebody learns of it.
 *   <li>A decision that was taken before is followed at once.
 *   <li>Nobody decides in time: the definition's option is chosen. Where it names none that is a
 *       failure, and the saga turns round.
 *   <li>A function that throws parks the saga.
 * </ul>
 *
 * <p>Lives for one deliberation.
 */
final class DecisionRules {
  private final Deliberation<?> deliberation;

  DecisionRules(Deliberation<?> deliberation) {
    this.deliberation = deliberation;
  }

  /** Asks for the decision, or follows it if it is taken. */
  <D> void carryOn(HumanDecision<D> decision, String key, Place<D> place) {
    DecisionMade made = deliberation.state().decision(key);
    if (made != null) {
      follow(decision, made, place);
    } else if (deliberation.state().openWait(key) == null) {
      ask(decision, key);
    }
  }

  /** Nobody has decided in time. */
  void onTime(HumanDecision<?> decision, DecisionAsked asked) {
    String late = "Nobody has decided '%s' within %s.".formatted(asked.part(), decision.within());
    String otherwise = decision.otherwise();
    if (otherwise != null) {
      deliberation.record(new DecisionMade(asked.part(), otherwise, null, late));
    } else {
      deliberation.turnRound(new Reason("DECISION_OVERDUE", late));
    }
    deliberation.advance();
  }

  private void ask(HumanDecision<?> decision, String key) {
    Duration within = decision.within();
    long until = within == null ? 0 : deliberation.now() + within.toMillis();
    deliberation.record(new DecisionAsked(key, decision.options(), until));
    deliberation.run(new Report());
    if (until > 0) {
      deliberation.run(new SetTimer(new WaitOver(key), until));
    }
  }

  private <D> void follow(HumanDecision<D> decision, DecisionMade made, Place<D> place) {
    @Nullable Payload changed = null;
    try {
      if (decision.fold() != null) {
        Decided decided = new Decided(made.option(), made.by(), made.why());
        D folded = decision.fold().apply(place.scope(deliberation), decided);
        changed =
            deliberation.replaceData(
                place.level(),
                Objects.requireNonNull(folded, "The decision's function returned null."));
      }
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      deliberation.park(
          new Reason("DECISION_NOT_FOLDED", "Decision '%s': %s".formatted(made.part(), e)));
      return;
    }
    deliberation.record(new WaitEnded(made.part(), changed));
  }
}
