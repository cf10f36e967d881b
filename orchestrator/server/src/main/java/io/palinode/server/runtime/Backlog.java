package io.palinode.server.runtime;

import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input that has arrived and is not yet decided on.
 *
 * <p>Replies and starts wait apart, so that what has begun can end while starts pile up: first come
 * the replies, then the deadlines that are due, then the starts.
 *
 * <p>Used by the shard's thread only.
 */
final class Backlog {
  private final InputQueue starts;
  private final InputQueue replies;
  private final InputFeed feed;
  private final int shard;
  private boolean caughtUp;
  private boolean asking;
  private long askedAt;
  private long completeUntil = Long.MIN_VALUE;

  Backlog(int shard, InputFeed feed) {
    this.shard = shard;
    this.feed = feed;
    this.starts = new InputQueue(shard, Source.STARTS, feed);
    this.replies = new InputQueue(shard, Source.REPLIES, feed);
  }

  void add(List<InputRecord> arrived) {
    for (InputRecord record : arrived) {
      (record.source() == Source.STARTS ? starts : replies).add(record);
    }
  }

  /**
   * The replies that are here now, and none that come later, had arrived before the term began, or
   * before Kafka was asked.
   */
  void caughtUp() {
    if (asking) {
      asking = false;
      completeUntil = askedAt;
    } else {
      caughtUp = true;
      replies.mark();
    }
  }

  /** True if it is known that every reply has come that Kafka had at this time. */
  boolean isCompleteUntil(long time) {
    return time <= completeUntil;
  }

  /** Forgets what Kafka has answered, since a clock that is put back makes it wrong. */
  void forgetAnswer() {
    completeUntil = Long.MIN_VALUE;
  }

  /** Has Kafka asked whether every reply has come that it has now, unless it is being asked. */
  void ask(long now) {
    if (!asking) {
      asking = true;
      askedAt = now;
      feed.catchUp(shard);
    }
  }

  /** True until Kafka has answered {@link #ask}, and what it named has come. */
  boolean isAsking() {
    return asking;
  }

  /** True if every reply that had arrived before the term began is decided on. */
  boolean isConsumed() {
    return caughtUp && replies.isPastMark();
  }

  /** True if timers may fire: no reply is here, or may be, that comes before them. */
  boolean letsTimersFire() {
    return isConsumed() && replies.isEmpty();
  }

  /** Takes the oldest reply; null if there is none. */
  @Nullable InputRecord nextReply() {
    return replies.next();
  }

  /** Takes the oldest start; null if there is none. */
  @Nullable InputRecord nextStart() {
    return starts.next();
  }
}
