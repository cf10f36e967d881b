package io.palinode.testkit;

import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaInput.Signalled;
import io.palinode.core.StepState;
import io.palinode.message.CommandOutcome;

/**
 * A business key that the saga has asked for something: its answer goes to whichever attempt of
 * asking was the last.
 */
record AskedKey(VirtualSaga saga, SendCommand asked) {
  private static final int MOST_ATTEMPTS = 1_000;

  /** The key gives itself, or does not. */
  void answers(CommandOutcome outcome) {
    saga.reply(
        new SendCommand(
            asked.id(),
            asked.participant(),
            step().attempt(),
            asked.payload(),
            asked.timeout(),
            asked.dueAt()),
        outcome);
  }

  /** The signal that the saga waits for comes. */
  void signals(Object payload) {
    saga.give(
        new Signalled(asked.id().step(), step().attempt(), "signal", saga.encode(payload)),
        ignored ->
            ignored
                ? "a signal comes for %s - but nobody waits".formatted(asked.participant())
                : "");
  }

  /** Moves the clock to the end of the wait; fails if it has none. */
  void isSilent() {
    for (int attempts = 0; step().status().inFlight(); attempts++) {
      if (attempts == MOST_ATTEMPTS) {
        throw saga.mismatch(
            "Expected the wait for %s to have an end".formatted(asked.participant()),
            "but it has none");
      }
      saga.advanceTo(step().dueAt());
    }
  }

  private StepState step() {
    return saga.state().step(asked.id().step());
  }
}
