package io.palinode.bench;

import java.time.Duration;

/** How a run is loaded and for how long. Immutable. */
sealed interface Load {
  /** What happens to a saga that completes now: in which phases it is replaced, and counted. */
  enum Phase {
    WARMING,
    /** Nothing is started until the last saga of the warm-up is done. */
    SETTLING,
    MEASURING,
    DRAINING
  }

  /**
   * How far a run is.
   *
   * @param elapsed since its first saga
   * @param inFlight how many sagas are
   * @param measured how many sagas were
   */
  record Progress(Phase phase, Duration elapsed, int inFlight, int measured) {}

  /** How many sagas are kept in flight in a phase. */
  int inFlight(Phase phase);

  /** The phase in which a run that is so far goes on. */
  Phase next(Progress progress);

  /** As many sagas a second as go through with a fixed number in flight. */
  record Throughput(int inFlight, int warmupSeconds, int seconds) implements Load {
    @Override
    public int inFlight(Phase phase) {
      return inFlight;
    }

    @Override
    public Phase next(Progress progress) {
      var seconds = progress.elapsed().toSeconds();
      if (seconds < warmupSeconds) {
        return Phase.WARMING;
      }
      return seconds < warmupSeconds + this.seconds ? Phase.MEASURING : Phase.DRAINING;
    }
  }

  /**
   * One saga at a time: what a saga takes when nothing stands in its way. The warm-up has many in
   * flight, or most of what is measured would be code that is not compiled yet.
   */
  record Idle(int warmupSeconds, int sagas) implements Load {
    /** How many sagas the warm-up keeps in flight. */
    static final int WARMUP_IN_FLIGHT = 500;

    @Override
    public int inFlight(Phase phase) {
      return phase == Phase.WARMING ? WARMUP_IN_FLIGHT : 1;
    }

    @Override
    public Phase next(Progress progress) {
      return switch (progress.phase()) {
        case WARMING ->
            progress.elapsed().toSeconds() < warmupSeconds ? Phase.WARMING : Phase.SETTLING;
        case SETTLING -> progress.inFlight() > 0 ? Phase.SETTLING : Phase.MEASURING;
        case MEASURING -> progress.measured() < sagas ? Phase.MEASURING : Phase.DRAINING;
        case DRAINING -> Phase.DRAINING;
      };
    }
  }
}
