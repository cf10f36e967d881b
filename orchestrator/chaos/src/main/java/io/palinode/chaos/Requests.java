package io.palinode.chaos;

import io.palinode.chaos.check.StartLine;
import io.palinode.chaos.check.StartLine.Occasion;
import io.palinode.chaos.saga.Errands;
import io.palinode.chaos.saga.Plot;
import java.util.SplittableRandom;

/**
 * The sagas of a seed, one after the other, and which of them are asked for again.
 *
 * <p>For the thread that starts sagas; {@link #isRepeated} for any.
 */
final class Requests {
  private static final int ONE_IN = 8;

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
        "errand-" + number,
        definition.name(),
        Plot.draw(definition, random),
        Occasion.FIRST);
  }

  boolean isRepeated(StartLine request, Occasion occasion) {
    int n = Integer.parseInt(request.saga().substring("errand-".length()));
    return random(n, occasion.name().hashCode()).nextInt(ONE_IN) == 0;
  }

  private SplittableRandom random(int n, int purpose) {
    return new SplittableRandom((seed * 31 + n) * 31 + purpose);
  }
}
