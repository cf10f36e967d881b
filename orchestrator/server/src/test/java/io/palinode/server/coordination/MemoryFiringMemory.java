package io.palinode.server.coordination;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Marks in memory, that several nodes of a test may share; does not answer when told so. */
public final class MemoryFiringMemory implements FiringMemory {
  private final Map<String, Mark> marks = new HashMap<>();
  private boolean away;

  public void away(boolean away) {
    this.away = away;
  }

  @Override
  public Optional<Mark> read(String schedule) {
    requireThere();
    return Optional.ofNullable(marks.get(schedule));
  }

  @Override
  public Optional<Mark> write(String schedule, @Nullable Mark seen, Instant through) {
    requireThere();
    Mark current = marks.get(schedule);
    boolean same =
        current == null ? seen == null : seen != null && seen.version() == current.version();
    if (!same) {
      return Optional.empty();
    }
    Mark written = new Mark(through, current == null ? 0 : current.version() + 1);
    marks.put(schedule, written);
    return Optional.of(written);
  }

  @Override
  public void close() {}

  private void requireThere() {
    if (away) {
      throw new FiringMemoryUnavailable("Away.", new IllegalStateException());
    }
  }
}
