package io.palinode.server.runtime;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the shards of one node have counted since it started.
 *
 * <p>Safe for use by any thread.
 */
public final class ShardCounters {

  /** What is counted. */
  public enum Count {
    STARTED,
    COMPLETED,
    COMPENSATED,
    PARKED,
    REFUSED,
    REPEATED_STARTS,
    RETRIES,
    /** Replies that nobody waited for: duplicate, late, or of a saga that is unknown or has ended. */
    STALE_REPLIES,
    MALFORMED,
    MISROUTED,
    BATCHES,
    TAKEOVERS,
    RESENT_AT_TAKEOVER
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  public ShardCounters() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void add(Count count) {
    counts.get(count).increment();
  }

  public long get(Count count) {
    return counts.get(count).sum();
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
