package io.palinode.testkit.paths;

import io.palinode.core.Ruling;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.WaitEvent;
import io.palinode.core.SagaMachine;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What people may ask of a saga at a moment: to be cancelled, to stand still, to go on; and what
 * they may decide.
 *
 * <p>That a paused saga is resumed is no fault, nor is a decision: somebody does so in the end.
 */
final class Requests {
  private static final String ID = "asked";
  private static final String WHY = "Somebody wants it so.";

  private final SagaMachine<?> machine;
  private final Rules rules;

  Requests(SagaMachine<?> machine, Rules rules) {
    this.machine = machine;
    this.rules = rules;
  }

  /**
   * Gives every next moment.
   *
   * @param mayFail true while the path may have one more fault
   */
  void from(Moment moment, boolean mayFail, BiConsumer<Moment, @Nullable Fault> next) {
    String saga = moment.state().sagaId();
    SagaStatus status = moment.state().status();
    if (status == SagaStatus.PAUSED) {
      ask(moment, new SagaControl.Resume(saga, ID, WHY), null, next);
    }
    if (status == SagaStatus.RUNNING) {
      decide(moment, next);
    }
    if (mayFail && !status.ended()) {
      ask(moment, new SagaControl.Cancel(saga, ID, WHY), Fault.CANCEL, next);
      if (status == SagaStatus.PARKED) {
        ask(moment, new SagaControl.Retry(saga, ID, WHY), Fault.RETRY, next);
      } else if (status != SagaStatus.PAUSED) {
        ask(moment, new SagaControl.Pause(saga, ID, WHY), Fault.PAUSE, next);
      }
    }
  }

  private void decide(Moment moment, BiConsumer<Moment, @Nullable Fault> next) {
    for (WaitEvent wait : moment.state().openWaits()) {
      if (wait instanceof DecisionAsked asked) {
        for (String option : asked.options()) {
          String saga = moment.state().sagaId();
          ask(moment, new SagaControl.Decide(saga, ID, asked.part(), option, ID, WHY), null, next);
        }
      }
    }
  }

  /** What is refused, or is so already, leads nowhere. */
  private void ask(
      Moment moment,
      SagaControl control,
      @Nullable Fault fault,
      BiConsumer<Moment, @Nullable Fault> next) {
    Ruling ruling = machine.rule(moment.state(), control, moment.now());
    if (ruling.verdict() == Verdict.DONE) {
      String what = "it is asked for: " + control.getClass().getSimpleName();
      Moment after = moment.then(ruling.decision(), moment.now(), what, fault);
      rules.checkDecided(machine, moment, ruling.decision(), after);
      next.accept(after, fault);
    }
  }
}
