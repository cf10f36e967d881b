package io.palinode.chaos;

import io.palinode.chaos.check.StartLine;
import io.palinode.chaos.check.StartLine.Occasion;
import io.palinode.chaos.saga.Errand;
import io.palinode.chaos.saga.Errands;
import io.palinode.chaos.saga.Plot;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The sagas of a seed, one after the other, which of them are asked for again, and what else is
 * asked of them.
 *
 * <p>For the thread that starts sagas; {@link #isRepeated} for any.
 */
final class Requests {
  private static final String SAGA = "errand-";
  private static final int ONE_IN = 8;
  private static final int DESKS = 3;

  /** So few that a mailbox has room for their signals, if none of them takes one. */
  private static final int SAGAS_OF_A_BOX = 24;

  private static final int LONGEST_DELAY = 1_000;

  /** So many of the sagas that wait for a signal for a time only are to miss it. */
  private static final int LEFT_WAITING_ONE_IN = 4;

  private static final String ALONE = "alone-";

  private final long seed;
  private int number;

  Requests(long seed) {
    this.seed = seed;
  }

  StartLine next() {
    var random = random(++number, 0);
    var definitions = Errands.all();
    var definition = definitions.get(random.nextInt(definitions.size()));
    return new StartLine(
        System.currentTimeMillis(),
        SAGA + number,
        definition.name(),
        key(definition, random),
        Plot.draw(definition, random),
        Occasion.FIRST);
  }

  private String key(SagaDefinition<Errand> definition, SplittableRandom random) {
    if (Errands.takesTurns(definition)) {
      return "desk-" + random.nextInt(DESKS);
    }
    boolean leftWaiting =
        Errands.listensInHaste(definition) && random.nextInt(LEFT_WAITING_ONE_IN) == 0;
    return leftWaiting ? ALONE + number : "box-" + number / SAGAS_OF_A_BOX;
  }

  /**
   * True if the signal of the saga, for which it shares no box, is to come when it has given up.
   */
  static boolean isLeftWaiting(StartLine request) {
    return request.key().startsWith(ALONE);
  }

  boolean isRepeated(StartLine request, Occasion occasion) {
    return isOneOf(ONE_IN, request, occasion.name());
  }

  boolean isOneOf(int oneIn, StartLine request, String purpose) {
    return random(numberOf(request), purpose.hashCode()).nextInt(oneIn) == 0;
  }

  /** Short ones are more frequent; at most a second. */
  Duration delay(StartLine request, String purpose) {
    var random = random(numberOf(request), purpose.hashCode() + 1);
    return Duration.ofMillis(random.nextInt(1 + random.nextInt(LONGEST_DELAY)));
  }

  private static int numberOf(StartLine request) {
    return Integer.parseInt(request.saga().substring(SAGA.length()));
  }

  private SplittableRandom random(int n, int purpose) {
    return new SplittableRandom((seed * 31 + n) * 31 + purpose);
  }
}
