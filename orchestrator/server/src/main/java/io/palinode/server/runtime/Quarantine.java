package io.palinode.server.runtime;

import io.palinode.core.SagaState;
import io.palinode.message.Reason;
import io.palinode.server.runtime.Chores.Parking;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sagas that a shard had to set aside because their logs or locks were not as it believed,
 * until the next term parks them.
 *
 * <ul>
 *   <li>One that has ended, and only cannot leave the journal because somebody holds its lock, does
 *       not park. It stays, and the owner of the next session takes it out.
 *   <li>When a shard is read again in one session, whatever it had and now has not was taken from
 *       it: all of that is written again from memory, and parks.
 *   <li>What one session has noted is of no use to the next: in between, another owner may have had
 *       the shard.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class Quarantine {
  private final Map<String, SetAside> sagas = new HashMap<>();
  private final Set<String> lingering = new HashSet<>();
  private List<LiveSaga> held = List.of();
  private List<LiveKey> heldKeys = List.of();

  private record SetAside(@Nullable LiveSaga lastKnown, String why) {}

  /**
   * Notes a saga.
   *
   * @param lastKnown as the owner remembers it, in case its log is gone
   */
  void add(String sagaId, @Nullable LiveSaga lastKnown, String why) {
    sagas.put(sagaId, new SetAside(lastKnown, why));
  }

  /** Notes all that the journal has, as far as the owner knows, before it is read again. */
  void hold(List<LiveSaga> durable, List<LiveKey> durableKeys) {
    held = durable;
    heldKeys = durableKeys;
  }

  /** Forgets everything, because a new session begins. */
  void clear() {
    held = List.of();
    heldKeys = List.of();
    sagas.clear();
    lingering.clear();
  }

  /**
   * Hands every business key on whose znode is gone, to be written again from memory. One that was
   * changed is taken as it stands: that is how a person takes a lock from a saga.
   */
  void recallKeys(LiveKeys loaded, Consumer<LiveKey> rewrite) {
    for (LiveKey key : heldKeys) {
      String address = key.address().toString();
      if (loaded.find(address) == null && loaded.damage(address) == null) {
        LiveKey again = key.vanished();
        loaded.add(again);
        rewrite.accept(again);
      }
    }
    heldKeys = List.of();
  }

  /**
   * Hands every noted saga on to be parked: as the journal has it, or as it was remembered if its
   * log is gone. Comes before any saga of the new term is let go.
   */
  void recall(LiveSagas loaded, Definitions definitions, Consumer<Parking> park) {
    for (LiveSaga saga : held) {
      if (loaded.find(saga.id()) == null && loaded.damage(saga.id()) == null) {
        sagas.putIfAbsent(saga.id(), new SetAside(saga, "its log is gone."));
      }
    }
    held = List.of();
    sagas.forEach(
        (id, aside) -> {
          LiveSaga saga = loaded.find(id);
          if (saga == null && loaded.damage(id) == null && aside.lastKnown() != null) {
            saga = remembered(aside.lastKnown(), definitions);
            loaded.add(saga);
          }
          if (saga != null && !saga.isUnwritten() && saga.state().status().ended()) {
            lingering.add(id);
          } else if (saga != null) {
            park.accept(new Parking(saga, new Reason("CORRUPT", aside.why())));
          }
        });
    sagas.clear();
    for (String id : lingering) {
      LiveSaga saga = loaded.find(id);
      if (saga != null) {
        saga.leave();
      }
    }
  }

  private static LiveSaga remembered(LiveSaga lastKnown, Definitions definitions) {
    SagaState state = lastKnown.state();
    return LiveSaga.vanished(definitions.find(state.definition()), state, lastKnown.log());
  }
}
