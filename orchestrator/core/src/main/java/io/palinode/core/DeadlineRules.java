package io.palinode.core;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaInput.DeadlinePassed;
import io.palinode.message.Reason;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the time by which a whole saga is to have ended.
 *
 * <ul>
 *   <li>A saga that can still turn round does so.
 *   <li>One that cannot, since its pivot is under way or behind it, or since it is being undone
 *       already, goes on; its report is the alarm. That is journaled, so there is one alarm.
 * </ul>
 *
 * <p>Lives for one deliberation.
 */
final class DeadlineRules<D> {
  private final Deliberation<D> deliberation;
  private final @Nullable Duration limit;

  DeadlineRules(Deliberation<D> deliberation, SagaDefinition<D> definition) {
    this.deliberation = deliberation;
    this.limit = definition.deadline();
  }

  /** Sets the deadline of a saga that starts. */
  void begin() {
    if (limit != null) {
      long at = deliberation.now() + limit.toMillis();
      deliberation.record(new DeadlineSet(at));
      deliberation.run(new SetTimer(new DeadlinePassed(), at));
    }
  }

  void onTime() {
    long deadline = deliberation.state().deadline();
    if (deadline == SagaState.NO_DEADLINE || deliberation.now() < deadline) {
      return;
    }
    deliberation.record(new DeadlineMissed());
    boolean turns =
        deliberation.state().standing().isForward()
            && !deliberation.isDecided()
            && deliberation.pivotUnderWay() == null;
    if (turns) {
      deliberation.turnRound(new Reason("SAGA_DEADLINE", overdue()));
      deliberation.advance();
    } else {
      deliberation.run(new Report());
    }
  }

  private String overdue() {
    return limit == null
        ? "The saga has not ended in time."
        : "The saga has not ended within %s.".formatted(limit);
  }
}
