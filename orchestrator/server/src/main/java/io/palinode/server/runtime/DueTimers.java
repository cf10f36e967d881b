package io.palinode.server.runtime;

import io.palinode.core.SagaInput.DeadlinePassed;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.server.runtime.Timers.Timer;

/**
 * Fires a term's timers whose time has come.
 *
 * <ul>
 *   <li>No timer fires while a reply is here that is not decided on.
 *   <li>The time-out of a step, and the deadline of a saga, fires only when all replies are decided
 *       on that Kafka had at its time: an orchestrator that could not read them may not call a
 *       participant silent. Kafka is asked once for all that are due; until it answers they wait,
 *       and so does whatever is due after them.
 *   <li>Other times, such as those of the next attempt and of a local step, do not ask.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class DueTimers {
  private final TermMemory memory;
  private final Backlog backlog;
  private final Intake intake;

  DueTimers(TermMemory memory, Backlog backlog, Intake intake) {
    this.memory = memory;
    this.backlog = backlog;
    this.intake = intake;
  }

  void fire(BatchDraft draft, long now) {
    while (!draft.isFull() && backlog.letsTimersFire()) {
      Timer due = memory.timers().earliest();
      if (due == null || due.at() > now) {
        backlog.forgetAnswer();
        return;
      }
      if (mayBeForestalled(due) && !backlog.isCompleteUntil(due.at())) {
        backlog.ask(now);
        return;
      }
      memory.timers().removeEarliest();
      intake.fire(due, draft, now);
    }
  }

  /**
   * When the next one is due, in milliseconds since 1970; {@link Long#MAX_VALUE} if that depends on
   * what is heard first.
   */
  long nextAt() {
    Timer next = memory.timers().earliest();
    if (next == null || !backlog.letsTimersFire()) {
      return Long.MAX_VALUE;
    }
    return backlog.isAsking() && mayBeForestalled(next) ? Long.MAX_VALUE : next.at();
  }

  /** True if a reply may come before it that makes it void. */
  private boolean mayBeForestalled(Timer timer) {
    LiveSaga saga = memory.sagas().find(timer.sagaId());
    if (saga == null) {
      return false;
    }
    return timer.fired() instanceof TimerFired fired
        ? saga.state().step(fired.step()).awaitsReply() && !saga.runsLocally(fired.step())
        : timer.fired() instanceof DeadlinePassed;
  }
}
