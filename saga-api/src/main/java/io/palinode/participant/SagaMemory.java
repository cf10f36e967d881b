package io.palinode.participant;

import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.participant.Remembered.Settled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an inbox remembers of one saga: its epoch, and its settled commands.
 *
 * <p>For an inbox that keeps its memory in the process, whether or not it writes it down too.
 *
 * <p>Immutable. A saga has few commands at one participant, so they are searched one by one.
 */
public final class SagaMemory {
  /** Of a saga that was never heard of. */
  public static final SagaMemory NOTHING = new SagaMemory(Remembered.NO_EPOCH, List.of());

  private final long epoch;
  private final List<Entry> entries;

  private SagaMemory(long epoch, List<Entry> entries) {
    this.epoch = epoch;
    this.entries = entries;
  }

  /** The highest that was seen; {@link Remembered#NO_EPOCH} where there was none. */
  public long epoch() {
    return epoch;
  }

  /** What is known about one of the saga's commands. */
  public Remembered recall(CommandId id) {
    return new Remembered(epoch, settled(id), settled(id.opposite()));
  }

  /** The same, with a command settled like this, in place of what was remembered about it. */
  public SagaMemory with(CommandId id, Settled settled) {
    List<Entry> changed = new ArrayList<>(entries.size() + 1);
    changed.addAll(entries);
    changed.removeIf(entry -> entry.isOf(id));
    changed.add(new Entry(id.step().intern(), id.direction(), settled));
    return new SagaMemory(epoch, List.copyOf(changed));
  }

  /** The same, at this epoch if it is a higher one. */
  public SagaMemory raised(long newEpoch) {
    return new SagaMemory(Math.max(epoch, newEpoch), entries);
  }

  /** The room it takes: its commands, or one where only its epoch is known. */
  int size() {
    return Math.max(1, entries.size());
  }

  private @Nullable Settled settled(CommandId id) {
    for (Entry entry : entries) {
      if (entry.isOf(id)) {
        return entry.settled();
      }
    }
    return null;
  }

  /** How one command was settled. */
  private record Entry(String step, Direction direction, Settled settled) {
    boolean isOf(CommandId id) {
      return step.equals(id.step()) && direction == id.direction();
    }
  }
}
