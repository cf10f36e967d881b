package io.palinode.server.runtime;

import io.palinode.core.Decision;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite;
import io.palinode.server.journal.StoredSaga;
import org.jspecify.annotations.Nullable;

/**
 * One saga that its shard holds in memory: its state, and its log as the next write will have it.
 *
 * <p>State and log may be ahead of the journal by the batches that are on their way; whoever loses
 * the shard drops both. Used by the shard's thread only.
 */
final class LiveSaga {
  private static final int UNWRITTEN = -1;
  private static final long UNREAD = -1;

  private final String id;
  private @Nullable SagaMachine<?> machine;
  private SagaState state;
  private byte[] log;
  private long lastAt = UNREAD;
  private int version;
  private int unsettled;
  private boolean durable;
  private boolean locked;
  private boolean leaving;

  private LiveSaga(
      String id, @Nullable SagaMachine<?> machine, SagaState state, byte[] log, int version) {
    this.id = id;
    this.machine = machine;
    this.state = state;
    this.log = log;
    this.version = version;
  }

  /** A saga that the journal does not have yet. */
  static LiveSaga starting(SagaMachine<?> machine, SagaState state) {
    return new LiveSaga(state.sagaId(), machine, state, new byte[0], UNWRITTEN);
  }

  /** A saga whose log is gone from the journal, to be written again from memory. */
  static LiveSaga vanished(@Nullable SagaMachine<?> machine, SagaState state, byte[] log) {
    LiveSaga saga = new LiveSaga(state.sagaId(), machine, state, log, UNWRITTEN);
    saga.durable = true;
    return saga;
  }

  /**
   * A saga read from the journal.
   *
   * @param machine null where this node does not serve its definition
   */
  static LiveSaga loaded(StoredSaga stored, SagaState state, @Nullable SagaMachine<?> machine) {
    LiveSaga saga = new LiveSaga(state.sagaId(), machine, state, stored.log(), stored.version());
    saga.durable = true;
    saga.locked = stored.locked();
    return saga;
  }

  String id() {
    return id;
  }

  /**
   * The machine of the definition to which the saga is pinned; null where this node does not serve
   * it.
   */
  @Nullable SagaMachine<?> machine() {
    return machine;
  }

  /** The saga is about to be pinned to another definition, which this node serves. */
  void serve(@Nullable SagaMachine<?> other) {
    machine = other;
  }

  /** True if the step is a function of this process, so that no participant can reply for it. */
  boolean runsLocally(String step) {
    return machine != null && machine.runsLocally(step);
  }

  SagaState state() {
    return state;
  }

  byte[] log() {
    return log;
  }

  /** When the last entry of the log was decided, in milliseconds since 1970. */
  long lastAt() {
    if (lastAt == UNREAD) {
      lastAt = EntryCodec.lastAt(log);
    }
    return lastAt;
  }

  /** True if the journal does not have the saga. */
  boolean isUnwritten() {
    return version == UNWRITTEN;
  }

  /** True if the saga is to have a lock and has none: one that has ended needs none. */
  boolean wantsLock() {
    return !locked && !state.status().ended();
  }

  /** True if the journal has had the saga: if its log is gone then, somebody has taken it. */
  boolean isDurable() {
    return durable;
  }

  /** True if the journal has all that was written of the saga. */
  boolean isSettled() {
    return unsettled == 0;
  }

  /** Notes that the journal has what was written. */
  void committed() {
    durable = true;
    unsettled--;
  }

  /**
   * Takes a decision over: the state it leads to, and its line at the end of the log.
   *
   * @param at when it was taken, in milliseconds since 1970
   */
  void advance(Decision decision, byte[] line, long at) {
    state = decision.state();
    lastAt = at;
    byte[] longer = new byte[log.length + line.length];
    System.arraycopy(log, 0, longer, 0, log.length);
    System.arraycopy(line, 0, longer, log.length, line.length);
    log = longer;
  }

  /** Puts a shorter log that says the same in the place of the old one. */
  void compact(byte[] shorter) {
    log = shorter;
  }

  /**
   * The write that brings the journal to this state. Counts as sent: the next write follows it. The
   * write that ends the saga lets go of its lock.
   *
   * @param mayLock true if the session has room for one more lock
   */
  SagaWrite write(boolean mayLock) {
    SagaLock lock = nextLock(mayLock);
    locked = lock == SagaLock.ACQUIRE || lock == SagaLock.CHECK;
    SagaWrite write =
        version == UNWRITTEN
            ? new SagaWrite.Create(id, log, lock)
            : new SagaWrite.Append(id, log, version, lock);
    version++;
    unsettled++;
    return write;
  }

  /** Notes that the saga is to be taken out of the journal; false if that was noted before. */
  boolean leave() {
    boolean first = !leaving;
    leaving = true;
    return first;
  }

  /** The write that takes the ended saga out of the journal. */
  SagaWrite.Remove removal() {
    return new SagaWrite.Remove(id, version);
  }

  private SagaLock nextLock(boolean mayLock) {
    if (locked) {
      return state.status().ended() ? SagaLock.RELEASE : SagaLock.CHECK;
    }
    return mayLock && wantsLock() ? SagaLock.ACQUIRE : SagaLock.NONE;
  }
}
