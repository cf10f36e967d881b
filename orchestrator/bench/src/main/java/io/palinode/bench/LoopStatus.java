package io.palinode.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.runtime.ShardCounters.Count;
import java.util.EnumMap;
import java.util.Map;

/**
 * How an orchestrator under test stands, as its JVM tells its parent. Immutable.
 *
 * @param atMillis when it was looked at, in milliseconds since 1970
 * @param peakBytes the most that was in use after a garbage collection
 */
record LoopStatus(
    long atMillis, int shards, int liveSagas, long peakBytes, Map<Count, Long> counts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static LoopStatus of(Orchestrator orchestrator, HeapWatch heap) {
    var counts = new EnumMap<Count, Long>(Count.class);
    for (var count : Count.values()) {
      counts.put(count, orchestrator.counters().get(count));
    }
    return new LoopStatus(
        System.currentTimeMillis(),
        orchestrator.ownedShards(),
        orchestrator.liveSagas(),
        heap.peakBytes(),
        counts);
  }

  static LoopStatus fromLine(String line) {
    try {
      return JSON.readValue(line, LoopStatus.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a status: " + line, e);
    }
  }

  String toLine() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A status has only plain fields", e);
    }
  }

  long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }
}
