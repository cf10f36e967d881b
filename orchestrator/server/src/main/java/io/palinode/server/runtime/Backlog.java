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
  private boolean caughtUp;

  Backlog(int shard, InputFeed feed) {
    this.starts = new InputQueue(shard, Source.STARTS, feed);
    this.replies = new InputQueue(shard, Source.REPLIES, feed);
  }

  void add(List<InputRecord> arrived) {
    for (InputRecord record : arrived) {
      (record.source() == Source.STARTS ? starts : replies).add(record);
    }
  }

  /** The replies that are here now, and none that come later, had arrived before the term began. */
  void caughtUp() {
    caughtUp = true;
    replies.mark();
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
