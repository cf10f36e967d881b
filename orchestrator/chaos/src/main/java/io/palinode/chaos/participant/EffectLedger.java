package io.palinode.chaos.participant;

import io.palinode.chaos.participant.LedgerLine.Answer;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.participant.Inbox;
import io.palinode.participant.InboxUnavailable;
import io.palinode.participant.InboxUnit;
import io.palinode.participant.LocalTransaction;
import io.palinode.participant.Remembered;
import io.palinode.participant.Remembered.Settled;
import io.palinode.participant.SagaMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A participant's effects and its inbox in one: a file in which one line is the effect of a
 * command, its key and its answer.
 *
 * <ul>
 *   <li>A unit is one line, so it is kept as a whole or not at all, whenever the process is killed.
 *   <li>The next process of the participant opens the same file and remembers all of it.
 * </ul>
 *
 * <p>Safe for use by any thread; units run one after the other.
 */
public final class EffectLedger implements Inbox, AutoCloseable {
  private final String participant;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SagaMemory> memories = new HashMap<>();
  private final AppendedLines lines;

  private EffectLedger(Path file, String participant) {
    this.participant = participant;
    this.lines = AppendedLines.open(file, line -> remember(LedgerLine.parse(line)));
  }

  /**
   * Opens a participant's ledger, new or as it was left.
   *
   * @throws IllegalStateException if another process has it open
   */
  public static EffectLedger open(Path file, String participant) {
    return new EffectLedger(file, participant);
  }

  @Override
  public <R> R inUnit(String sagaId, Work<R> work) {
    lock.lock();
    try {
      var unit = new Unit(sagaId, memory(sagaId));
      var result = work.in(unit);
      if (unit.changed) {
        keep(unit.line());
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      lines.close();
    } finally {
      lock.unlock();
    }
  }

  private void keep(LedgerLine line) {
    try {
      lines.append(line.toText());
    } catch (IOException e) {
      throw new InboxUnavailable("The ledger could not be written.", e);
    }
    remember(line);
  }

  private void remember(LedgerLine line) {
    memories.put(line.saga(), line.addedTo(memory(line.saga())));
  }

  private SagaMemory memory(String sagaId) {
    return memories.getOrDefault(sagaId, SagaMemory.NOTHING);
  }

  /** Gathers what becomes one line. */
  private final class Unit implements InboxUnit, LocalTransaction {
    private final String sagaId;
    private final long tick = System.nanoTime();
    private final Effects effects = new Effects(participant + "-" + tick);
    private final List<Answer> answers = new ArrayList<>(1);
    private SagaMemory memory;
    private boolean changed;

    Unit(String sagaId, SagaMemory memory) {
      this.sagaId = sagaId;
      this.memory = memory;
    }

    @Override
    public Remembered recall(CommandId id) {
      return memory.recall(id);
    }

    @Override
    public void settle(CommandId id, Settled how) {
      answers.add(Answer.of(id, how));
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
      var outcome = code.get();
      if (!(outcome instanceof CommandOutcome.Succeeded)) {
        effects.undo();
      }
      return outcome;
    }

    @Override
    public LocalTransaction transaction() {
      return this;
    }

    @Override
    public <T> T as(Class<T> type) {
      if (type != Effects.class) {
        throw new IllegalStateException("A ledger has no " + type.getName() + ".");
      }
      return type.cast(effects);
    }

    private LedgerLine line() {
      return new LedgerLine(
          System.currentTimeMillis(), tick, sagaId, memory.epoch(), answers, effects.done());
    }
  }
}
