package io.palinode.core;

import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.saga.Rejection;

/**
 * Calls the function of a local step, and turns what comes of it into an outcome. The one place in
 * the core that does anything.
 *
 * <p>Its deliberation decides nothing; it reads the data as the state has them.
 */
final class LocalCall {
  private final Deliberation<?> deliberation;

  LocalCall(Deliberation<?> deliberation) {
    this.deliberation = deliberation;
  }

  <D> CommandOutcome run(StepRun<D> step, Direction direction) {
    try {
      Object result = step.exchange(direction).command().apply(step.place().scope(deliberation));
      return new Succeeded(result == null ? Payload.NONE : deliberation.codec().encode(result));
    } catch (Rejection e) {
      return new Rejected(e.reason());
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return new TryAgain(new Reason("LOCAL_STEP_FAILED", e.toString()), null);
    }
  }
}
