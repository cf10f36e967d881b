package io.palinode.server.runtime;

import io.palinode.core.Decision;
import io.palinode.core.Effect.SetTimer;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.KeyWrite;
import io.palinode.server.journal.Owed;
import io.palinode.server.journal.SagaWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The next batch of a shard while it fills: the sagas and keys that it writes, and what is to be
 * done once it is durable.
 *
 * <p>Used by the shard's thread only.
 */
final class BatchDraft {
  /** The greatest size of one saga's log, in bytes; a longer one is compacted. */
  static final int MAX_LOG_BYTES = BatchSize.MAX_CONTENT;

  /** How many records one batch sends at most, those included that are forwarded before it. */
  static final int MAX_RECORDS = 1_000;

  /**
   * How many bytes of records one batch sends, those included that are forwarded before it; with
   * these it takes no more.
   */
  static final long MAX_SENT_BYTES = 2L << 20;

  private final long number;
  private final Map<String, LiveSaga> written = new LinkedHashMap<>();
  private final Map<String, LiveKey> keys = new LinkedHashMap<>();
  private final List<LiveSaga> removed = new ArrayList<>();
  private final List<Sending> sendings = new ArrayList<>();
  private final List<Wakeup> wakeups = new ArrayList<>();
  private final List<LocalRun> calls = new ArrayList<>();
  private final List<Sending.Forward> later = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final long publishedThrough;
  private final BatchSize size;
  private InputPosition position;
  private boolean leavesUnsent;
  private int records;
  private long sentBytes;
  private int unforwarded;

  /**
   * An empty draft.
   *
   * @param publishedThrough the highest batch whose sends Kafka has all acknowledged
   * @param size of nothing yet
   */
  BatchDraft(long number, InputPosition position, long publishedThrough, BatchSize size) {
    this.number = number;
    this.size = size;
    this.position = position;
    this.publishedThrough = publishedThrough;
  }

  /** A timer to set for a saga once the batch is durable. */
  record Wakeup(String sagaId, SetTimer timer) {}

  long number() {
    return number;
  }

  /** The highest batch whose sends Kafka had all acknowledged when the draft began. */
  long publishedThrough() {
    return publishedThrough;
  }

  InputPosition position() {
    return position;
  }

  void position(InputPosition position) {
    this.position = position;
  }

  /**
   * Appends a decision's events to its saga's log.
   *
   * @param owed what else Kafka is to have of it
   * @param told the batch up to which Kafka has all that the saga's log owed before
   * @return false if the log has no room for them, made as short as it can be; nothing has changed
   */
  boolean append(LiveSaga saga, Decision decision, Owed owed, long told, long now) {
    JournalEntry entry = new JournalEntry(number, now, decision.events(), owed);
    byte[] line = EntryCodec.encode(entry);
    byte @Nullable [] shorter = null;
    if (saga.log().length + line.length > MAX_LOG_BYTES / 2) {
      shorter = new LogCompaction(told).compact(saga, entry, decision.state());
      if (shorter == null) {
        return false;
      }
    }
    add(saga);
    int before = saga.log().length;
    saga.advance(decision, line, now);
    if (shorter != null) {
      saga.compact(shorter);
    }
    size.log(saga.log().length - before);
    return true;
  }

  /** Writes a saga's log as it is. */
  void rewrite(LiveSaga saga) {
    add(saga);
  }

  private void add(LiveSaga saga) {
    if (written.put(saga.id(), saga) == null) {
      size.saga(saga.id());
      size.log(saga.log().length);
    }
  }

  /** True if the saga will be written. */
  boolean isWriting(LiveSaga saga) {
    return written.containsKey(saga.id());
  }

  /** Writes a business key as it will stand when the draft is sealed. */
  void write(LiveKey key) {
    keys.put(key.address().toString(), key);
    size.key(key);
  }

  /** Takes an ended saga out of the journal. */
  void remove(LiveSaga saga) {
    removed.add(saga);
    size.removal(saga.id());
  }

  void send(Sending sending) {
    sendings.add(sending);
    records++;
    sentBytes += sending.weight();
  }

  /** Something is to be sent of this batch that only another owner can write. */
  void leaveUnsent() {
    leavesUnsent = true;
  }

  boolean leavesUnsent() {
    return leavesUnsent;
  }

  /** The function of a local step is to be called once the batch is durable. */
  void call(LocalRun run) {
    calls.add(run);
  }

  void wake(Wakeup wakeup) {
    wakeups.add(wakeup);
  }

  /** A record is on its way that must arrive before the batch may move the offset past it. */
  void forwarding(Sending.Forward record) {
    records++;
    sentBytes += record.weight();
    unforwarded++;
  }

  void forwarded() {
    unforwarded--;
  }

  /** The same, but it goes out when all that was decided before the draft is durable. */
  void forwardingLater(Sending.Forward record) {
    forwarding(record);
    later.add(record);
  }

  /** What may go out now that all before the draft is durable. */
  List<Sending.Forward> takeLater() {
    List<Sending.Forward> due = List.copyOf(later);
    later.clear();
    return due;
  }

  /** The start of this saga is refused. */
  void refuse(String sagaId) {
    refused.add(sagaId);
  }

  /** True if the draft itself refuses to start this saga. */
  boolean refuses(String sagaId) {
    return refused.contains(sagaId);
  }

  boolean waitsForForwards() {
    return unforwarded > 0;
  }

  boolean isFull() {
    return size.isFull()
        || records >= MAX_RECORDS
        || sentBytes >= MAX_SENT_BYTES
        || written.size() + keys.size() + removed.size() >= Batch.MAX_WRITES;
  }

  /** True if the batch would change nothing but the head, and nothing waits for that. */
  boolean isEmpty() {
    return written.isEmpty()
        && keys.isEmpty()
        && removed.isEmpty()
        && sendings.isEmpty()
        && refused.isEmpty();
  }

  /** Notes that the journal has the batch. */
  void committed() {
    written.values().forEach(LiveSaga::committed);
    keys.values().forEach(LiveKey::committed);
  }

  Collection<LiveKey> keys() {
    return keys.values();
  }

  List<LiveSaga> removed() {
    return removed;
  }

  List<Sending> sendings() {
    return sendings;
  }

  List<LocalRun> calls() {
    return calls;
  }

  List<Wakeup> wakeups() {
    return wakeups;
  }

  /** The batch as the journal takes it. */
  Batch seal(Head head, DoneWindow.Change done, Predicate<LiveSaga> mayLock) {
    List<SagaWrite> writes = new ArrayList<>(written.size() + removed.size());
    for (LiveSaga saga : written.values()) {
      writes.add(saga.write(saga.wantsLock() && mayLock.test(saga)));
    }
    removed.forEach(saga -> writes.add(saga.removal()));
    List<KeyWrite> keyWrites =
        keys.values().stream().map(LiveKey::write).filter(Objects::nonNull).toList();
    return new Batch(head, writes, keyWrites, done.writes(), done.dropped());
  }
}
