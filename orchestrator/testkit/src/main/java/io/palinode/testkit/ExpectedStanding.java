package io.palinode.testkit;

import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import org.jspecify.annotations.Nullable;

/**
 * Compares how a saga stands with what a test expects of that; what differs is an {@link
 * AssertionError}.
 */
final class ExpectedStanding {
  private final VirtualSaga saga;
  private final SagaState state;

  ExpectedStanding(VirtualSaga saga) {
    this.saga = saga;
    this.state = saga.state();
  }

  void is(SagaStatus status) {
    if (state.status() != status) {
      throw saga.mismatch(
          "Expected the saga to be " + status.word(), "but it is " + saga.standing());
    }
  }

  void hasId(String sagaId) {
    if (!state.sagaId().equals(sagaId)) {
      throw saga.mismatch(
          "Expected the saga to be called " + sagaId, "but it is " + state.sagaId());
    }
  }

  void awaitsDecision(String decision) {
    if (!saga.awaitsDecision(decision)) {
      throw saga.mismatch(
          "Expected the saga to wait for decision '%s'".formatted(decision),
          "but it is " + saga.standing());
    }
  }

  void hasMissedItsDeadline() {
    if (!saga.hasHappened(DeadlineMissed.class)) {
      throw saga.mismatch(
          "Expected the alarm that the saga's deadline has passed",
          "but there was none; the saga is " + saga.standing());
    }
  }

  void hasData(Payload data) {
    if (!data.text().equals(state.data().text())) {
      throw saga.mismatch(
          "Expected the data:%n    %s".formatted(data.text()),
          "but they are:%n    %s".formatted(state.data().text()));
    }
  }

  void isCompensated(String code) {
    if (state.status() != SagaStatus.COMPENSATED || !isBecauseOf(code)) {
      throw saga.mismatch(
          "Expected the saga to be compensated because of " + code, "but it is " + saga.standing());
    }
  }

  void isParked(String code) {
    if (state.status() != SagaStatus.PARKED || stuckStep() != null || !isBecauseOf(code)) {
      throw saga.mismatch(
          "Expected the saga to be parked because of " + code, "but it is " + saga.standing());
    }
  }

  void isParkedBy(String step, String code) {
    String expected = "Expected the saga to be parked by '%s' because of %s".formatted(step, code);
    StepState stuck = stuckStep();
    if (stuck == null || state.reason() == null) {
      throw saga.mismatch(expected, "but it is " + saga.standing());
    }
    if (!stuck.step().equals(step) || !isBecauseOf(code)) {
      throw saga.mismatch(
          expected,
          "but it is parked by '%s' because of %s".formatted(stuck.step(), state.reason()));
    }
  }

  private boolean isBecauseOf(String code) {
    Reason reason = state.reason();
    return reason != null && reason.code().equals(code);
  }

  /** The step for which the saga is parked, null where it is not. */
  private @Nullable StepState stuckStep() {
    return state.steps().stream().filter(step -> step.status().stuck()).findFirst().orElse(null);
  }
}
