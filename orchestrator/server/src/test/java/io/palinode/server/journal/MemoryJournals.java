package io.palinode.server.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One shard's journal in memory, with as many owners as join it: a model of the real one.
 *
 * <ul>
 *   <li>A batch is applied whole or not at all, and only if it is its writer's epoch.
 *   <li>Outcomes go through the executor that is given, so a simulation can delay them.
 *   <li>What people and tools do behind an owner's back are methods here; what the network does to
 *       one owner are methods of {@link MemoryJournal}.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class MemoryJournals {
  private final Executor deliver;
  private final Map<String, Log> logs = new TreeMap<>();
  private final Map<String, Set<MemoryJournal>> locks = new HashMap<>();
  private final Map<String, Log> keys = new TreeMap<>();
  private final NavigableMap<Long, byte[]> done = new TreeMap<>();
  private Head head = Head.NEW;

  private record Log(byte[] bytes, int version) {}

  /** Tells outcomes at once. */
  public MemoryJournals() {
    this(Runnable::run);
  }

  public MemoryJournals(Executor deliver) {
    this.deliver = deliver;
  }

  /** A journal for one more owner, in a session of its own. */
  public MemoryJournal join() {
    return new MemoryJournal(this, deliver);
  }

  public synchronized Head head() {
    return head;
  }

  /** A log vanishes behind the owner's back. */
  public synchronized void deleteLog(String sagaId) {
    logs.remove(sagaId);
    locks.remove(sagaId);
  }

  /** A log is edited behind the owner's back. */
  public synchronized void changeLog(String sagaId, byte[] bytes) {
    logs.computeIfPresent(sagaId, (id, log) -> new Log(bytes, log.version() + 1));
  }

  /** The znode of a business key vanishes behind the owner's back. */
  public synchronized void deleteKey(String address) {
    keys.remove(address);
  }

  /** A business key is edited behind the owner's back. */
  public synchronized void changeKey(String address, byte[] bytes) {
    keys.compute(address, (id, key) -> new Log(bytes, key == null ? 0 : key.version() + 1));
  }

  /** The business keys that are stored. */
  public synchronized List<StoredKey> keys() {
    List<StoredKey> all = new ArrayList<>();
    keys.forEach((address, key) -> all.add(new StoredKey(address, key.bytes(), key.version())));
    return all;
  }

  /** How many locks of sagas are held. */
  public synchronized int locks() {
    return locks.values().stream().mapToInt(Set::size).sum();
  }

  /** Every lock of a saga is broken. */
  public synchronized void breakLock(String sagaId) {
    locks.remove(sagaId);
  }

  synchronized Head takeOver(String owner) {
    head =
        new Head(head.epoch() + 1, head.batch(), owner, head.position(), head.publishedThrough());
    return head;
  }

  synchronized List<StoredSaga> sagas(MemoryJournal owner) {
    List<StoredSaga> all = new ArrayList<>();
    logs.forEach(
        (id, log) ->
            all.add(
                new StoredSaga(
                    id,
                    log.bytes(),
                    log.version(),
                    locks.getOrDefault(id, Set.of()).contains(owner))));
    return all;
  }

  synchronized List<DoneSegment> done() {
    List<DoneSegment> all = new ArrayList<>();
    done.forEach((number, content) -> all.add(new DoneSegment(number, content, false)));
    return all;
  }

  synchronized void endSession(MemoryJournal owner) {
    locks.values().forEach(holders -> holders.remove(owner));
  }

  /** Applies a batch if nothing speaks against it; otherwise says what does. */
  synchronized AppendOutcome apply(MemoryJournal owner, Batch batch) {
    if (head.epoch() != batch.head().epoch()) {
      return new AppendOutcome.Deposed("another owner has written the head.");
    }
    for (SagaWrite write : batch.writes()) {
      String why = objection(owner, write);
      if (why != null) {
        return new AppendOutcome.Refused(write.sagaId(), why);
      }
    }
    for (KeyWrite write : batch.keys()) {
      String why = objection(write);
      if (why != null) {
        return new AppendOutcome.Refused(write.address(), why);
      }
    }
    batch.writes().forEach(write -> apply(owner, write));
    batch.keys().forEach(this::apply);
    batch.done().forEach(segment -> done.put(segment.number(), segment.content()));
    batch.dropped().forEach(done::remove);
    head = batch.head();
    return new AppendOutcome.Committed();
  }

  private @Nullable String objection(MemoryJournal owner, SagaWrite write) {
    Log log = logs.get(write.sagaId());
    Set<MemoryJournal> holders = locks.getOrDefault(write.sagaId(), Set.of());
    if (write instanceof SagaWrite.Create) {
      return log == null ? null : "its log exists already.";
    }
    if (log == null) {
      return "its log is gone.";
    }
    int expected =
        write instanceof SagaWrite.Append append
            ? append.version()
            : ((SagaWrite.Remove) write).version();
    if (expected != log.version()) {
      return "its log was changed by somebody else.";
    }
    boolean holds = write.lock() == SagaLock.CHECK || write.lock() == SagaLock.RELEASE;
    if (holds && !holders.contains(owner)) {
      return "its lock is gone.";
    }
    return write instanceof SagaWrite.Remove && !holders.isEmpty()
        ? "its log cannot go, because somebody holds its lock or waits for it."
        : null;
  }

  private @Nullable String objection(KeyWrite write) {
    Log key = keys.get(write.address());
    if (write instanceof KeyWrite.Create) {
      return key == null ? null : "its znode exists already.";
    }
    if (key == null) {
      return "its znode is gone.";
    }
    int expected =
        write instanceof KeyWrite.Update update
            ? update.version()
            : ((KeyWrite.Remove) write).version();
    return expected == key.version() ? null : "its znode was changed by somebody else.";
  }

  private void apply(KeyWrite write) {
    if (write instanceof KeyWrite.Create) {
      keys.put(write.address(), new Log(contentOf(write), 0));
    } else if (write instanceof KeyWrite.Update updated) {
      keys.put(write.address(), new Log(contentOf(write), updated.version() + 1));
    } else {
      keys.remove(write.address());
    }
  }

  static byte[] contentOf(KeyWrite write) {
    if (write instanceof KeyWrite.Create created) {
      return created.content();
    }
    return write instanceof KeyWrite.Update updated ? updated.content() : new byte[0];
  }

  private void apply(MemoryJournal owner, SagaWrite write) {
    String id = write.sagaId();
    if (write instanceof SagaWrite.Create created) {
      logs.put(id, new Log(created.log(), 0));
    } else if (write instanceof SagaWrite.Append appended) {
      logs.put(id, new Log(appended.log(), appended.version() + 1));
    } else {
      logs.remove(id);
      locks.remove(id);
    }
    if (write.lock() == SagaLock.RELEASE) {
      locks.getOrDefault(id, Set.of()).remove(owner);
    } else if (write.lock() == SagaLock.ACQUIRE) {
      locks.computeIfAbsent(id, absent -> new HashSet<>()).add(owner);
    }
  }
}
