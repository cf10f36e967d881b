package io.palinode.server.runtime;

import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Records of one of a shard's two partitions that are not yet decided on. Bounded: the partition is
 * paused while there is much of it.
 *
 * <p>Used by the shard's thread only.
 */
final class InputQueue {
  /** Above this many bytes the partition is paused. */
  static final long PAUSE_ABOVE = 2L << 20;

  /** Below this many bytes a paused partition is resumed. */
  static final long RESUME_BELOW = 512L << 10;

  private final int shard;
  private final Source source;
  private final InputFeed feed;
  private final Deque<InputRecord> records = new ArrayDeque<>();
  private long bytes;
  private boolean paused;
  private int old;

  InputQueue(int shard, Source source, InputFeed feed) {
    this.shard = shard;
    this.source = source;
    this.feed = feed;
  }

  void add(InputRecord record) {
    records.addLast(record);
    bytes += record.weight();
    if (!paused && bytes > PAUSE_ABOVE) {
      paused = true;
      feed.pause(shard, source);
    }
  }

  /** Takes the oldest record; null if there is none. */
  @Nullable InputRecord next() {
    InputRecord next = records.pollFirst();
    if (next == null) {
      return null;
    }
    old = Math.max(0, old - 1);
    bytes -= next.weight();
    if (paused && bytes < RESUME_BELOW) {
      paused = false;
      feed.resume(shard, source);
    }
    return next;
  }

  /** What is here now, and nothing that comes later, is old. */
  void mark() {
    old = records.size();
  }

  /** True if nothing old is left. */
  boolean isPastMark() {
    return old == 0;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }
}
