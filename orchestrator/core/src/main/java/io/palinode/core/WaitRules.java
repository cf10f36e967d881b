package io.palinode.core;

import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.message.Reason;
import io.palinode.saga.Wait;

/**
 * What follows where a saga waits for a time. When the wait is over is decided once, when it is
 * reached, and journaled.
 *
 * <ul>
 *   <li>A time that has passed already ends the wait at once.
 *   <li>A function that throws, or gives a time too far away, parks the saga.
 * </ul>
 *
 * <p>Lives for one deliberation.
 */
final class WaitRules {
  private final Deliberation<?> deliberation;

  WaitRules(Deliberation<?> deliberation) {
    this.deliberation = deliberation;
  }

  /** Begins the wait; it may be over at once. */
  <D> void begin(Wait<D> wait, String key, Place<D> place) {
    long until;
    try {
      until = wait.endsAt(place.scope(deliberation), deliberation.now());
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      deliberation.park(new Reason("WAIT_NOT_SET", "Wait '%s': %s".formatted(key, e)));
      return;
    }
    deliberation.record(new WaitBegun(key, until));
    if (until <= deliberation.now()) {
      deliberation.record(new WaitEnded(key, null));
    } else {
      deliberation.run(new SetTimer(new WaitOver(key), until));
    }
  }

  void onTime(WaitBegun wait) {
    deliberation.record(new WaitEnded(wait.part(), null));
    deliberation.advance();
  }
}
