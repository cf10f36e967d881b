package io.palinode.server.runtime;

import java.time.InstantSource;

/**
 * Tells the time, by which deadlines are journaled, and how much of it goes by, which is another
 * question: a clock may be set.
 *
 * <p>Safe for use by any thread.
 */
public interface ShardClock extends InstantSource {

  /** Milliseconds since some moment, whatever is done to the clock meanwhile. */
  long elapsedMillis();

  /**
   * What the clock will show when so much has gone by, in milliseconds since 1970, if nobody sets
   * it; {@link Long#MAX_VALUE} stays what it is.
   */
  default long timeAt(long elapsed) {
    return elapsed == Long.MAX_VALUE ? elapsed : millis() + elapsed - elapsedMillis();
  }
}
