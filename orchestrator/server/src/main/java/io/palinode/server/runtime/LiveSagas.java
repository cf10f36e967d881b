package io.palinode.server.runtime;

import io.palinode.message.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sagas that a shard holds: the live ones, and those whose logs nobody can read.
 *
 * <p>Used by the shard's thread only.
 */
final class LiveSagas {
  private final Map<String, LiveSaga> byId = new HashMap<>();
  private final Map<String, Reason> damaged = new HashMap<>();

  @Nullable LiveSaga find(String sagaId) {
    return byId.get(sagaId);
  }

  void add(LiveSaga saga) {
    byId.put(saga.id(), saga);
  }

  void remove(LiveSaga saga) {
    byId.remove(saga.id());
  }

  /**
   * Notes a saga whose log cannot be read. It keeps its znode and its id until a person mends it.
   */
  void addDamaged(String sagaId, Reason why) {
    byId.remove(sagaId);
    damaged.put(sagaId, why);
  }

  /** Why the saga cannot be read; null if it can, or is not here. */
  @Nullable Reason damage(String sagaId) {
    return damaged.get(sagaId);
  }

  Collection<LiveSaga> all() {
    return byId.values();
  }

  int size() {
    return byId.size() + damaged.size();
  }
}
