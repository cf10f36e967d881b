package io.palinode.server.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

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

  private static final byte[] LOG = "{\"batch\":1,\"at\":1000}\n".getBytes(UTF_8);

  private Standing() {}

  /**
   * A saga that the journal has at version 0, with a log that says when and not what, and of which
   * nothing matters but how it ended.
   */
  static LiveSaga ended(String sagaId, SagaStatus status) {
    var data = Orders.CODEC.encode(new Orders.Order("apple"));
    var state =
        new SagaState(
            sagaId,
            Orders.PLACE_ORDER.ref(),
            io.palinode.core.Standing.of(status, null),
            data,
            List.of(),
            List.of());
    return LiveSaga.loaded(new StoredSaga(state.sagaId(), LOG, 0, false), state, MACHINE);
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
