package io.palinode.server.runtime;

import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.InputRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Input that has arrived and is not yet decided on. Bounded: the feed is paused while there is much
 * of it.
 *
 * <p>Used by the shard's thread only.
 */
final class Backlog {
  /** Above this many records the feed is paused. */
  static final int PAUSE_ABOVE = 20_000;

  /** Below this many records a paused feed is resumed. */
  static final int RESUME_BELOW = 5_000;

  private final int shard;
  private final InputFeed feed;
  private final Deque<InputRecord> records = new ArrayDeque<>();
  private boolean paused;
  private boolean caughtUp;
  private int old;

  Backlog(int shard, InputFeed feed) {
    this.shard = shard;
    this.feed = feed;
  }

  void add(List<InputRecord> arrived) {
    records.addAll(arrived);
    if (!paused && records.size() > PAUSE_ABOVE) {
      paused = true;
      feed.pause(shard);
    }
  }

  /** What is here now, and nothing that comes later, had arrived before the term began. */
  void caughtUp() {
    caughtUp = true;
    old = records.size();
  }

  /**
   * True if everything that had arrived before the term began is decided on, so that timers may
   * fire.
   */
  boolean isConsumed() {
    return caughtUp && old == 0;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  InputRecord next() {
    InputRecord next = records.removeFirst();
    old = Math.max(0, old - 1);
    if (paused && records.size() < RESUME_BELOW) {
      paused = false;
      feed.resume(shard);
    }
    return next;
  }
}
