package io.palinode.server.runtime;

import io.palinode.message.Topics;
import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.runtime.ShardCounters.Count;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of one term that are on their way to the journal, and the head as the last of them
 * leaves it.
 *
 * <p>Used by the shard's thread only; outcomes come back through the shard's inbox, in order.
 */
final class Pipeline {
  /**
   * How long a head may go unwritten while only offsets or acknowledgements have moved, in
   * milliseconds.
   */
  static final long HEAD_STALE_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final int shard;
  private final ShardCounters counters;
  private final long term;
  private final ShardJournal journal;
  private final ShardInbox inbox;
  private final LockBudget locks;
  private final boolean sagaLocks;
  private final Topics topics;
  private final ShardClock clock;
  private final Deque<BatchDraft> inFlight = new ArrayDeque<>();
  private Head head;
  private long staleAt;
  private boolean warned;

  /**
   * Nothing is on its way.
   *
   * @param locks what of the session's locks is left
   */
  Pipeline(Ownership ownership, ShardJournal journal, Head head, LockBudget locks) {
    this.shard = ownership.shard();
    this.counters = ownership.counters();
    this.term = ownership.term();
    this.journal = journal;
    this.inbox = ownership.inbox();
    this.head = head;
    this.sagaLocks = ownership.settings().sagaLocks();
    this.topics = ownership.settings().topics();
    this.locks = locks;
    this.clock = ownership.ports().clock();
    this.staleAt = clock.elapsedMillis();
  }

  /** The head after every batch that was sent, durable or not. */
  Head head() {
    return head;
  }

  /** When the head is to be written for little, in milliseconds since 1970. */
  long staleAt() {
    return clock.timeAt(staleAt);
  }

  /** True if the head has not been written for {@link #HEAD_STALE_MILLIS}. */
  boolean isStale() {
    return clock.elapsedMillis() >= staleAt;
  }

  boolean hasRoom() {
    return inFlight.size() < Batch.MAX_IN_FLIGHT;
  }

  boolean isIdle() {
    return inFlight.isEmpty();
  }

  BatchDraft draft() {
    return new BatchDraft(
        head.batch() + 1, head.position(), head.publishedThrough(), new BatchSize(topics));
  }

  void submit(BatchDraft draft, DoneWindow.Change done, long publishedThrough) {
    head = new Head(head.epoch(), draft.number(), head.owner(), draft.position(), publishedThrough);
    staleAt = clock.elapsedMillis() + HEAD_STALE_MILLIS;
    inFlight.addLast(draft);
    Batch batch = draft.seal(head, done, saga -> sagaLocks && takeLock(saga));
    batch.writes().stream()
        .filter(write -> write.lock() == SagaLock.RELEASE)
        .forEach(write -> locks.giveBack(write.sagaId()));
    journal.append(batch, outcome -> inbox.put(new ShardMessage.Appended(term, outcome)));
  }

  private boolean takeLock(LiveSaga saga) {
    boolean taken = locks.take(saga.id());
    if (!taken) {
      counters.add(Count.UNLOCKED);
      if (!warned) {
        LOG.warn(
            "Shard {} holds {} KiB of locks, as many as a session may; further sagas run on the shard's fence alone.",
            shard,
            LockBudget.MAX_PATH_BYTES / 1024);
      }
      warned = true;
    }
    return taken;
  }

  /** The oldest batch on its way, which an outcome was heard of. */
  BatchDraft settle(AppendOutcome outcome) {
    BatchDraft oldest = inFlight.pollFirst();
    if (oldest == null) {
      throw new IllegalStateException("An outcome of no batch: " + outcome);
    }
    return oldest;
  }
}
