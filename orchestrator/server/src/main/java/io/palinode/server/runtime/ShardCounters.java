package io.palinode.server.runtime;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    /** Sagas that were moved to another version of their definition. */
    MIGRATED,
    /** Sagas that were to be moved and could not. */
    NOT_MIGRATED,
    /** Notices that could not be built, or that Kafka refused: sent without their message. */
    FAULTY_NOTICES,
    RETRIES,
    /**
     * Replies, and outcomes of local steps, that nobody waited for: duplicate, late, or of a saga
     * that is unknown or has ended.
     */
    STALE_REPLIES,
    /** Sagas that did not end by their deadline, whether they turned round or not. */
    DEADLINES_MISSED,
    /** What was asked of a saga and was done. */
    REQUESTS_DONE,
    /** What was asked of a saga and changed nothing: it was so already, or could not be. */
    REQUESTS_IN_VAIN,
    /** Times that a saga was given a business key, or a signal. */
    KEYS_GRANTED,
    /** Times that a saga was refused one. */
    KEYS_REFUSED,
    /** Grants and places in queues that reached nobody who waits for them, and were given back. */
    KEYS_RETURNED,
    /** Signals whose ids were known. */
    REPEATED_SIGNALS,
    /** Signals for which there was no room. */
    SIGNALS_REFUSED,
    /** Signals that were kept in vain. */
    SIGNALS_EXPIRED,
    /**
     * Times that a saga was written without a lock of its own, since its shard's session has no
     * room for more: it runs on the shard's fence alone.
     */
    UNLOCKED,
    MALFORMED,
    MISROUTED,
    BATCHES,
    TAKEOVERS,
    RESENT_AT_TAKEOVER
  }

  private final Map<Count, LongAdder> counts =
      Stream.of(Count.values()).collect(Collectors.toMap(count -> count, count -> new LongAdder()));

  void add(Count count) {
    adder(count).increment();
  }

  public long get(Count count) {
    return adder(count).sum();
  }

  private LongAdder adder(Count count) {
    return Objects.requireNonNull(counts.get(count));
  }

  @Override
  public String toString() {
    return new TreeMap<>(counts).toString();
  }
}
