package io.palinode.testkit.paths;

import io.palinode.core.Decision;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEvent;
import io.palinode.core.SagaInput.DeadlinePassed;
import io.palinode.core.SagaInput.Timed;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What time brings at a moment, beside the deadlines of steps: waits that are over, and the
 * deadline of the saga.
 *
 * <p>That a wait ends is no fault; that nobody decides in time is one.
 */
final class Times {
  private final SagaMachine<?> machine;
  private final Rules rules;

  Times(SagaMachine<?> machine, Rules rules) {
    this.machine = machine;
    this.rules = rules;
  }

  /**
   * Gives every next moment.
   *
   * @param mayFail true while the path may have one more fault
   */
  void from(Moment moment, boolean mayFail, BiConsumer<Moment, @Nullable Fault> next) {
    for (WaitEvent wait : moment.state().openWaits()) {
      @Nullable Fault fault = wait instanceof WaitBegun ? null : Fault.INDECISION;
      if (wait.until() > 0 && (fault == null || mayFail)) {
        pass(moment, new WaitOver(wait.part()), wait.until(), fault, next);
      }
    }
    long deadline = moment.state().deadline();
    if (mayFail && deadline != SagaState.NO_DEADLINE && !moment.isOver()) {
      pass(moment, new DeadlinePassed(), deadline, Fault.DEADLINE, next);
    }
  }

  private void pass(
      Moment moment,
      Timed due,
      long time,
      @Nullable Fault fault,
      BiConsumer<Moment, @Nullable Fault> next) {
    long at = Math.max(moment.now(), time);
    Decision decision = machine.decide(moment.state(), due, at);
    String what =
        due instanceof WaitOver over
            ? "the time of '%s' has come".formatted(over.part())
            : "the saga's deadline passes";
    Moment after = moment.then(decision, at, what, fault);
    rules.checkDecided(machine, moment, decision, after);
    next.accept(after, fault);
  }
}
