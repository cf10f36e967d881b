package io.palinode.core;

import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.saga.SubSaga;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows where a sub-saga begins and ends: data go in and come back, and are journaled. A
 * function that throws parks the saga.
 *
 * <p>Lives for one deliberation.
 */
final class NestingRules {
  private final Deliberation<?> deliberation;

  NestingRules(Deliberation<?> deliberation) {
    this.deliberation = deliberation;
  }

  <D, C> void begin(SubSaga<D, C> sub, Level<C> inside, Place<D> place) {
    Payload first;
    try {
      C data =
          Objects.requireNonNull(
              sub.begin().apply(place.scope(deliberation)), "The function returned null.");
      first = deliberation.replaceData(inside, data);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      park("SUB_SAGA_NOT_BEGUN", inside, e);
      return;
    }
    deliberation.record(new SubSagaBegun(inside.key(), first));
  }

  <D, C> void end(SubSaga<D, C> sub, Level<C> inside, Place<D> place) {
    @Nullable Payload changed;
    try {
      changed = fold(sub, inside, place);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      park("SUB_SAGA_NOT_FOLDED", inside, e);
      return;
    }
    deliberation.record(new SubSagaEnded(inside.key(), changed));
  }

  private <D, C> @Nullable Payload fold(SubSaga<D, C> sub, Level<C> inside, Place<D> place) {
    if (sub.end() == null) {
      return null;
    }
    D folded = sub.end().apply(place.scope(deliberation), deliberation.data(inside));
    return deliberation.replaceData(
        place.level(), Objects.requireNonNull(folded, "The function returned null."));
  }

  private void park(String code, Level<?> inside, Throwable thrown) {
    deliberation.park(new Reason(code, "Sub-saga '%s': %s".formatted(inside.key(), thrown)));
  }
}
