package io.palinode.participant;

import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.participant.Remembered.Settled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An inbox that forgets when its process ends: for demonstrations, for tests, and for effects that
 * end with the process too.
 *
 * <ul>
 *   <li>What it has forgotten, it never saw: an action that comes again is applied again, and a
 *       compensation has nothing to undo.
 *   <li>A saga is forgotten as a whole, once the retention has passed since its last command, and
 *       never before. The retention must be longer than any saga takes, parked ones included.
 *   <li>Where as many commands are remembered as the limit says, a saga that is not among them is
 *       refused until an old one goes: its unit fails with {@link InboxUnavailable}, which makes a
 *       participant wait. Sagas that are known go on.
 *   <li>A remembered command takes about 350 bytes, and its reply's payload besides: the default
 *       limit is about 180 MB. It is reached after six commands a second for a day; where there are
 *       more, shorten the retention or raise the limit.
 *   <li>It has no transaction, so it cannot undo what a handler did and did not answer succeeded
 *       to.
 * </ul>
 *
 * <p>Safe for use by any thread. Units of different sagas run side by side.
 */
public final class InMemoryInbox implements Inbox {
  /** How long a saga is remembered after its last command where nothing else is said. */
  public static final Duration DEFAULT_RETENTION = Duration.ofHours(24);

  /** How many commands are remembered where nothing else is said. */
  public static final int DEFAULT_LIMIT = 500_000;

  private final SagaMemories memories;
  private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

  /** The lock of a saga, for as long as somebody has it or waits for it. */
  private static final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
  }

  /** An inbox with the default retention and limit. */
  public InMemoryInbox(InstantSource clock) {
    this(clock, DEFAULT_RETENTION, DEFAULT_LIMIT);
  }

  /**
   * An inbox with a retention and limit of its own.
   *
   * @param retention how long a saga is remembered after its last command
   * @param limit how many commands are remembered at most
   */
  public InMemoryInbox(InstantSource clock, Duration retention, int limit) {
    if (retention.isNegative() || retention.isZero() || limit < 1) {
      throw new IllegalArgumentException(
          "The retention is %s and the limit %d; expected both to be positive."
              .formatted(retention, limit));
    }
    this.memories = new SagaMemories(clock, retention, limit);
  }

  /** How many commands are remembered, among them those that may go and have not yet. */
  public int size() {
    return memories.size();
  }

  @Override
  public <R> R inUnit(String sagaId, Work<R> work) {
    Turn turn = turns.compute(sagaId, (id, present) -> joined(present));
    turn.lock.lock();
    try {
      Unit unit = new Unit(memories.find(sagaId));
      R result = work.in(unit);
      memories.keep(sagaId, unit.memory);
      return result;
    } finally {
      turn.lock.unlock();
      turns.computeIfPresent(sagaId, (id, present) -> --present.users == 0 ? null : present);
    }
  }

  private static Turn joined(@Nullable Turn present) {
    Turn turn = present == null ? new Turn() : present;
    turn.users++;
    return turn;
  }

  /** Works on a copy, which replaces the saga's memory when the unit is kept. */
  private static final class Unit implements InboxUnit {
    private SagaMemory memory;

    Unit(SagaMemory memory) {
      this.memory = memory;
    }

    @Override
    public Remembered recall(CommandId id) {
      return memory.recall(id);
    }

    @Override
    public void settle(CommandId id, Settled settled) {
      memory = memory.with(id, settled);
    }

    @Override
    public void raiseEpoch(long epoch) {
      memory = memory.raised(epoch);
    }

    @Override
    public CommandOutcome apply(Supplier<CommandOutcome> code) {
      return code.get();
    }

    @Override
    public LocalTransaction transaction() {
      return LocalTransaction.none();
    }
  }
}
