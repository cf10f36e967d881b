package io.palinode.server.journal;

import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Deposed;
import io.palinode.server.journal.AppendOutcome.Refused;
import io.palinode.server.journal.AppendOutcome.Skipped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One owner's session with {@link MemoryJournals}, and its network.
 *
 * <ul>
 *   <li>{@link #loseRequests}: batches appended from now on do not reach the journal.
 *   <li>{@link #loseAnswers}: they are applied, but their owner does not hear of it.
 *   <li>{@link #reconnect}: lost batches are sent again, and their outcomes told.
 *   <li>{@link #expire}: the session is over. Whatever waits for an outcome is deposed.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class MemoryJournal implements ShardJournal {
  /** What a log's path or its lock's takes beside the saga's id, in a namespace called "test". */
  private static final int BYTES_OF_PATH = 37;

  private enum Network {
    WHOLE,
    LOSES_REQUESTS,
    LOSES_ANSWERS
  }

  private enum State {
    CLOSED,
    OPEN,
    DEPOSED
  }

  private record Lost(Batch batch, boolean applied, Consumer<AppendOutcome> outcome) {}

  private final MemoryJournals journals;
  private final Executor deliver;
  private final Deque<Lost> lost = new ArrayDeque<>();
  private Network network = Network.WHOLE;
  private State state = State.CLOSED;
  private long epoch;
  private long lastBatch;
  private int untold;

  MemoryJournal(MemoryJournals journals, Executor deliver) {
    this.journals = journals;
    this.deliver = deliver;
  }

  public synchronized void loseRequests() {
    network = Network.LOSES_REQUESTS;
  }

  public synchronized void loseAnswers() {
    network = Network.LOSES_ANSWERS;
  }

  public synchronized void reconnect() {
    network = Network.WHOLE;
    while (!lost.isEmpty()) {
      Lost next = lost.remove();
      settle(next.applied() ? lookUp(next.batch()) : write(next.batch()), next.outcome());
    }
  }

  public synchronized void expire() {
    state = State.DEPOSED;
    journals.endSession(this);
    while (!lost.isEmpty()) {
      settle(deposed(), lost.remove().outcome());
    }
  }

  @Override
  public synchronized Head takeOver(String owner) {
    requireLive();
    if (untold > 0) {
      throw new BrokenInvariant("A shard is taken over while batches are on their way.");
    }
    Head head = journals.takeOver(owner);
    epoch = head.epoch();
    lastBatch = head.batch();
    state = State.OPEN;
    return head;
  }

  @Override
  public void load(Consumer<StoredSaga> each) {
    requireLive();
    journals.sagas(this).forEach(each);
  }

  @Override
  public void loadKeys(Consumer<StoredKey> each) {
    requireLive();
    journals.keys().forEach(each);
  }

  @Override
  public void loadDone(Consumer<DoneSegment> each) {
    requireLive();
    journals.done().forEach(each);
  }

  @Override
  public synchronized void append(Batch batch, Consumer<AppendOutcome> outcome) {
    if (epoch == 0) {
      throw new BrokenInvariant("A shard is written before it is taken over.");
    }
    if (untold >= Batch.MAX_IN_FLIGHT) {
      throw new BrokenInvariant("More than two batches are on their way.");
    }
    requireWithinLimits(batch);
    untold++;
    lastBatch = batch.head().batch();
    if (network == Network.WHOLE || state != State.OPEN) {
      settle(write(batch), outcome);
    } else if (network == Network.LOSES_REQUESTS || lastWasNotApplied()) {
      lost.add(new Lost(batch, false, outcome));
    } else {
      lost.add(new Lost(batch, journals.apply(this, batch) instanceof Committed, outcome));
    }
  }

  /** The head expects its batches one after the other: what comes behind a lost one fails. */
  private boolean lastWasNotApplied() {
    return !lost.isEmpty() && !lost.getLast().applied();
  }

  private void requireWithinLimits(Batch batch) {
    int bytes = 0;
    for (SagaWrite write : batch.writes()) {
      int log = logOf(write).length;
      if (log > SagaWrite.MAX_LOG_BYTES) {
        throw new BrokenInvariant(
            "The log of saga %s takes %,d bytes.".formatted(write.sagaId(), log));
      }
      bytes += log + (log == 0 ? 1 : 2) * (BYTES_OF_PATH + write.sagaId().length());
    }
    for (KeyWrite write : batch.keys()) {
      int content = MemoryJournals.contentOf(write).length;
      if (content > KeyWrite.MAX_BYTES) {
        throw new BrokenInvariant(
            "The key %s takes %,d bytes.".formatted(write.address(), content));
      }
      bytes += content + write.address().length();
    }
    for (DoneSegment segment : batch.done()) {
      bytes += segment.content().length;
    }
    if (bytes > Batch.MAX_BYTES || batch.writes().size() + batch.keys().size() > Batch.MAX_WRITES) {
      throw new BrokenInvariant("The batch takes %,d bytes.".formatted(bytes));
    }
    Head head = batch.head();
    if (state == State.OPEN && (head.epoch() != epoch || head.batch() <= lastBatch)) {
      throw new BrokenInvariant(
          "The batch is number %d of epoch %d; expected one above %d of epoch %d."
              .formatted(head.batch(), head.epoch(), lastBatch, epoch));
    }
  }

  private static byte[] logOf(SagaWrite write) {
    if (write instanceof SagaWrite.Create created) {
      return created.log();
    }
    return write instanceof SagaWrite.Append appended ? appended.log() : new byte[0];
  }

  private AppendOutcome write(Batch batch) {
    return switch (state) {
      case CLOSED -> new Skipped();
      case DEPOSED -> deposed();
      case OPEN -> journals.apply(this, batch);
    };
  }

  private AppendOutcome lookUp(Batch batch) {
    Head head = journals.head();
    boolean mine = head.epoch() == epoch && head.batch() >= batch.head().batch();
    return mine ? new Committed() : deposed();
  }

  private void settle(AppendOutcome settled, Consumer<AppendOutcome> outcome) {
    if (settled instanceof Refused) {
      state = State.CLOSED;
    } else if (settled instanceof Deposed) {
      state = State.DEPOSED;
    }
    deliver.execute(() -> tell(settled, outcome));
  }

  private void tell(AppendOutcome settled, Consumer<AppendOutcome> outcome) {
    synchronized (this) {
      untold--;
    }
    outcome.accept(settled);
  }

  private synchronized void requireLive() {
    if (state == State.DEPOSED) {
      throw new ShardLost("The session is over.");
    }
  }

  private Deposed deposed() {
    return new Deposed("The owner of epoch %d is deposed.".formatted(epoch));
  }
}
