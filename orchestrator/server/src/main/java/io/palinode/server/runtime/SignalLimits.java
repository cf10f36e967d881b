package io.palinode.server.runtime;

import java.time.Duration;

/**
 * What becomes of signals that nobody waits for.
 *
 * @param keptFor how long one is kept, and how long the id of one that was taken is remembered
 * @param mostKept how many are kept for one key
 */
public record SignalLimits(Duration keptFor, int mostKept) {
  /** The limits where nothing else is configured. */
  public static final SignalLimits USUAL = new SignalLimits(Duration.ofHours(24), 100);

  long keptForMillis() {
    return keptFor.toMillis();
  }
}
