package io.palinode.server.runtime;

import io.palinode.core.SagaState;
import io.palinode.message.Reason;
import io.palinode.server.runtime.ShardTerm.Parking;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sagas that a shard had to set aside because their logs or locks were not as it believed,
 * until the next term parks them.
 *
 * <p>Used by the shard's thread only.
 */
final class Quarantine {
  /** How long an ended saga that could not be removed is left alone, in milliseconds. */
  static final long REMOVE_AGAIN_AFTER_MILLIS = 5_000;

  private final Map<String, SetAside> sagas = new HashMap<>();

  private record SetAside(@Nullable LiveSaga lastKnown, String why) {}

  /**
   * Notes a saga.
   *
   * @param lastKnown as the owner remembers it, in case its log is gone
   */
  void add(String sagaId, @Nullable LiveSaga lastKnown, String why) {
    sagas.put(sagaId, new SetAside(lastKnown, why));
  }

  /**
   * Hands every noted saga on to be parked: as the journal has it, or as it was remembered if its
   * log is gone. One that has ended only waits before it is removed: whoever holds or waits for its
   * lock is done by then.
   */
  void recall(LiveSagas loaded, Definitions definitions, long now, Consumer<Parking> park) {
    sagas.forEach(
        (id, aside) -> {
          LiveSaga saga = loaded.find(id);
          boolean gone = saga == null && loaded.damage(id) == null;
          if (gone && aside.lastKnown() != null && !aside.lastKnown().state().status().ended()) {
            saga = remembered(aside.lastKnown(), definitions);
            loaded.add(saga);
          }
          if (saga != null && saga.state().status().ended()) {
            saga.keepUntil(now + REMOVE_AGAIN_AFTER_MILLIS);
          } else if (saga != null) {
            park.accept(new Parking(saga, new Reason("CORRUPT", aside.why())));
          }
        });
    sagas.clear();
  }

  private static LiveSaga remembered(LiveSaga lastKnown, Definitions definitions) {
    SagaState state = lastKnown.state();
    return LiveSaga.vanished(definitions.find(state.definition()), state, lastKnown.log());
  }
}
