package io.palinode.server.coordination;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, for all nodes and for good, how far the firings of each schedule are settled.
 *
 * <p>Used by one thread at a time; blocks while it asks.
 */
public interface FiringMemory extends AutoCloseable {

  /**
   * What is remembered of a schedule.
   *
   * @param through every firing up to this moment, itself included, is settled
   * @param version tells this mark from those before and after it
   */
  record Mark(Instant through, int version) {}

  /**
   * The mark of a schedule; empty if it has none yet.
   *
   * @throws FiringMemoryUnavailable if nobody answers
   */
  Optional<Mark> read(String schedule);

  /**
   * Writes a mark, unless somebody else has written one since.
   *
   * @param seen the mark that is replaced; null where none was seen
   * @return the mark as it is written; empty if somebody else has written one
   * @throws FiringMemoryUnavailable if it is not known whether it is written
   */
  Optional<Mark> write(String schedule, @Nullable Mark seen, Instant through);

  @Override
  void close();
}
