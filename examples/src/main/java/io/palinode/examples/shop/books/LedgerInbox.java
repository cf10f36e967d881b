package io.palinode.examples.shop.books;

import io.palinode.participant.Inbox;
import io.palinode.participant.InboxUnavailable;
import io.palinode.participant.SagaMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A service's books, its inbox and its local transaction in one: a file in which one line is the
 * effect of a command, its key and its answer.
 *
 * <ul>
 *   <li>A unit is one line, so it is kept as a whole or not at all, whenever the process dies.
 *   <li>Opening the file reads it, and brings the book to where it was.
 *   <li>Nothing is ever forgotten: the file grows by about 400 bytes a command, and the memory with
 *       it. A service with years of commands takes a database.
 * </ul>
 *
 * <p>Safe for use by any thread. Units of different sagas run side by side until they ask for the
 * {@link Postings}.
 */
public final class LedgerInbox implements Inbox, AutoCloseable {
  private static final int STRIPES = 64;

  private final Book book;
  private final InstantSource clock;
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
  private final ReentrantLock books = new ReentrantLock();
  private final ConcurrentMap<String, SagaMemory> memories = new ConcurrentHashMap<>();
  private final Ledger ledger;

  private LedgerInbox(Path file, Durability durability, Book book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
    Arrays.setAll(stripes, stripe -> new ReentrantLock());
    this.ledger = Ledger.open(file, durability, this::enter);
  }

  /**
   * Opens the books of a service, new or as they were left.
   *
   * @param book is told every entry that is there, and every one that is written
   * @throws DamagedLedger if a line cannot be read
   * @throws IllegalStateException if another process has them open
   */
  public static LedgerInbox open(Path file, Durability durability, Book book, InstantSource clock) {
    return new LedgerInbox(file, durability, book, clock);
  }

  @Override
  public <R> R inUnit(String sagaId, Work<R> work) {
    ReentrantLock stripe = stripes[Math.floorMod(sagaId.hashCode(), STRIPES)];
    stripe.lock();
    LedgerUnit unit = new LedgerUnit(sagaId, memory(sagaId), books);
    try {
      R result = work.in(unit);
      keep(unit);
      return result;
    } finally {
      unit.release();
      stripe.unlock();
    }
  }

  /** Waits for the line that is being written, and closes the file. */
  @Override
  public void close() {
    books.lock();
    try {
      ledger.close();
    } finally {
      books.unlock();
    }
  }

  private void keep(LedgerUnit unit) {
    books.lock();
    Optional<LedgerLine> line = unit.toWrite(clock.instant());
    if (line.isPresent()) {
      try {
        ledger.append(line.get());
      } catch (IOException e) {
        throw new InboxUnavailable("The ledger could not be written.", e);
      }
      enter(line.get());
    }
  }

  private void enter(LedgerLine line) {
    memories.put(line.saga(), line.addedTo(memory(line.saga())));
    line.entries().forEach(book::post);
  }

  private SagaMemory memory(String sagaId) {
    return memories.getOrDefault(sagaId, SagaMemory.NOTHING);
  }
}
