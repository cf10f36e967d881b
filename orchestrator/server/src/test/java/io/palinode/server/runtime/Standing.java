package io.palinode.server.runtime;

import io.palinode.core.Decision;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.StoredSaga;
import java.util.List;

/** Sagas that stand as a test needs them. */
final class Standing {
  static final SagaMachine<Orders.Order> MACHINE =
      new SagaMachine<>(Orders.PLACE_ORDER, Orders.CODEC);

  private Standing() {}

  /**
   * A saga that the journal has with an empty log at version 0, and of which nothing matters but
   * how it ended.
   */
  static LiveSaga ended(String sagaId, SagaStatus status) {
    var data = Orders.CODEC.encode(new Orders.Order("apple"));
    var state = new SagaState(sagaId, Orders.PLACE_ORDER.ref(), status, data, null, List.of());
    return LiveSaga.loaded(new StoredSaga(state.sagaId(), new byte[0], 0, false), state, MACHINE);
  }

  static LiveSaga completed(String sagaId) {
    return ended(sagaId, SagaStatus.COMPLETED);
  }

  /** The decision to start a saga whose data take so many bytes, more or less. */
  static Decision start(String sagaId, int dataBytes) {
    return MACHINE.start(
        sagaId, Orders.CODEC.encode(new Orders.Order("x".repeat(dataBytes))), 1_000);
  }

  static LiveSaga starting(Decision start) {
    return LiveSaga.starting(MACHINE, start.state());
  }
}
