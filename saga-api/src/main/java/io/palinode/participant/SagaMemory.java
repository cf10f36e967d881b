package io.palinode.participant;

import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.participant.Remembered.Settled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one saga: its epoch, and its settled commands.
 *
 * <p>Immutable. A saga has few commands at one participant, so they are searched one by one.
 */
record SagaMemory(long epoch, List<Entry> entries) {
  static final SagaMemory NOTHING = new SagaMemory(Remembered.NO_EPOCH, List.of());

  @Nullable Settled settled(CommandId id) {
    for (Entry entry : entries) {
      if (entry.isOf(id)) {
        return entry.settled();
      }
    }
    return null;
  }

  SagaMemory with(CommandId id, Settled settled) {
    List<Entry> changed = new ArrayList<>(entries.size() + 1);
    changed.addAll(entries);
    changed.removeIf(entry -> entry.isOf(id));
    changed.add(new Entry(id.step().intern(), id.direction(), settled));
    return new SagaMemory(epoch, List.copyOf(changed));
  }

  SagaMemory raised(long newEpoch) {
    return new SagaMemory(newEpoch, entries);
  }

  /** The room it takes: its commands, or one where only its epoch is known. */
  int size() {
    return Math.max(1, entries.size());
  }

  /** How one command was settled. */
  record Entry(String step, Direction direction, Settled settled) {
    boolean isOf(CommandId id) {
      return step.equals(id.step()) && direction == id.direction();
    }
  }
}
