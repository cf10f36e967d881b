package io.palinode.saga;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The moments at which something is to happen, for ever.
 *
 * <p>They follow from the schedule alone, so whoever asks is told the same. Immutable.
 */
public sealed interface Schedule permits Cron, FixedRate {
  /** How late a firing may be and still be in time. A killed orchestrator is replaced within it. */
  Duration PUNCTUAL = Duration.ofMinutes(1);

  /** The first moment after this one. */
  Instant next(Instant after);

  /** Where the clock hangs that the schedule means. */
  ZoneId zone();
}
