package io.palinode.bench;

import java.time.Duration;

/** How a run is loaded and for how long. Immutable. */
sealed interface Load {
  /**
   * What happens to a saga that completes now: it is replaced in all but the last phase, and
   * counted in the second.
   */
  enum Phase {
    WARMING,
    MEASURING,
    DRAINING
  }

  /** How many sagas are kept in flight. */
  int inFlight();

  Phase phase(long completed, Duration elapsed);

  /** As many sagas a second as go through with a fixed number in flight. */
  record Throughput(int inFlight, int warmupSeconds, int seconds) implements Load {
    @Override
    public Phase phase(long completed, Duration elapsed) {
      if (elapsed.toSeconds() < warmupSeconds) {
        return Phase.WARMING;
      }
      return elapsed.toSeconds() < warmupSeconds + seconds ? Phase.MEASURING : Phase.DRAINING;
    }
  }

  /** One saga at a time: what a saga takes when nothing stands in its way. */
  record Idle(int warmupSagas, int sagas) implements Load {
    @Override
    public int inFlight() {
      return 1;
    }

    @Override
    public Phase phase(long completed, Duration elapsed) {
      if (completed < warmupSagas) {
        return Phase.WARMING;
      }
      return completed < warmupSagas + sagas ? Phase.MEASURING : Phase.DRAINING;
    }
  }
}
