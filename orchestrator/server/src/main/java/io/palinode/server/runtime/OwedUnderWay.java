package io.palinode.server.runtime;

import java.util.HashMap;
import java.util.Map;

/**
 * How many notices of its parking and answers to requests Kafka does not have yet, for each saga
 * that has any: it may not leave the journal before, because its log is what owes them.
 *
 * <p>Used by the shard's thread only.
 */
final class OwedUnderWay {
  private final Map<String, Integer> bySaga = new HashMap<>();

  void begin(String sagaId) {
    bySaga.merge(sagaId, 1, Integer::sum);
  }

  void acknowledged(String sagaId) {
    bySaga.computeIfPresent(sagaId, (id, count) -> count == 1 ? null : count - 1);
  }

  boolean hasAny(String sagaId) {
    return bySaga.containsKey(sagaId);
  }
}
