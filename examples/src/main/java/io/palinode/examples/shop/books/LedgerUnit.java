package io.palinode.examples.shop.books;

import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.participant.InboxUnit;
import io.palinode.participant.LocalTransaction;
import io.palinode.participant.Remembered;
import io.palinode.participant.Remembered.Settled;
import io.palinode.participant.SagaMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One unit of a {@link LedgerInbox}: gathers what becomes one line.
 *
 * <p>Used by the thread that runs the unit.
 */
final class LedgerUnit implements InboxUnit, LocalTransaction {
  private final String sagaId;
  private final ReentrantLock books;
  private final Postings postings = new Postings();
  private final List<Settlement> settled = new ArrayList<>(1);
  private SagaMemory memory;
  private boolean changed;

  LedgerUnit(String sagaId, SagaMemory memory, ReentrantLock books) {
    this.sagaId = sagaId;
    this.memory = memory;
    this.books = books;
  }

  @Override
  public Remembered recall(CommandId id) {
    return memory.recall(id);
  }

  @Override
  public void settle(CommandId id, Settled how) {
    settled.add(Settlement.of(id, how));
    memory = memory.with(id, how);
    changed = true;
  }

  @Override
  public void raiseEpoch(long epoch) {
    memory = memory.raised(epoch);
    changed = true;
  }

  @Override
  public CommandOutcome apply(Supplier<CommandOutcome> code) {
    CommandOutcome outcome = code.get();
    if (!(outcome instanceof CommandOutcome.Succeeded)) {
      postings.clear();
    }
    return outcome;
  }

  @Override
  public LocalTransaction transaction() {
    return this;
  }

  @Override
  public <T> T as(Class<T> type) {
    if (type != Postings.class) {
      throw new IllegalStateException(
          "A ledger has no %s; ask for %s.".formatted(type.getName(), Postings.class.getName()));
    }
    books.lock();
    return type.cast(postings);
  }

  /** The line to write; empty where the unit only looked. */
  Optional<LedgerLine> toWrite(Instant now) {
    return changed ? Optional.of(line(now)) : Optional.empty();
  }

  /** Lets others at the books. */
  void release() {
    while (books.isHeldByCurrentThread()) {
      books.unlock();
    }
  }

  private LedgerLine line(Instant now) {
    return new LedgerLine(now.toString(), sagaId, memory.epoch(), settled, postings.entries());
  }
}
