package io.palinode.chaos.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The faults of a run, each lane's in their order. The same seed and length give the same faults.
 *
 * <p>Each lane deals its kinds from a shuffled deck, so that none comes again before all have come.
 *
 * @param lanes every lane, though its list may be empty
 */
public record Schedule(Map<Lane, List<PlannedFault>> lanes) {
  /** Before the first fault, the system gets this long to find its feet. */
  private static final Duration FIRST = Duration.ofSeconds(2);

  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final Duration LONGEST = Duration.ofMillis(3_500);
  private static final int MANY = 1_000;

  /**
   * Draws the faults of a run.
   *
   * @param length of the run
   * @param session how long a silent orchestrator keeps its shards
   */
  public static Schedule draw(long seed, Duration length, Duration session) {
    var seeds = new SplittableRandom(seed);
    var lanes = new EnumMap<Lane, List<PlannedFault>>(Lane.class);
    for (var lane : Lane.values()) {
      lanes.put(lane, lane(lane, length, session, new Random(seeds.nextLong())));
    }
    return new Schedule(lanes);
  }

  public int size() {
    return lanes.values().stream().mapToInt(List::size).sum();
  }

  private static List<PlannedFault> lane(
      Lane lane, Duration length, Duration session, Random random) {
    var faults = new ArrayList<PlannedFault>();
    Deque<FaultKind> deck = new ArrayDeque<>();
    var at = FIRST.plus(between(Duration.ZERO, lane.meanGap(), random));
    while (at.compareTo(length) < 0) {
      if (deck.isEmpty()) {
        var kinds = new ArrayList<>(FaultKind.of(lane));
        Collections.shuffle(kinds, random);
        deck.addAll(kinds);
      }
      var kind = deck.removeFirst();
      var lasting = between(SHORTEST, LONGEST, random);
      boolean outlastsSession = kind == FaultKind.FREEZE_ORCHESTRATOR;
      faults.add(
          new PlannedFault(
              kind, at, random.nextInt(MANY), outlastsSession ? session.plus(lasting) : lasting));
      at =
          at.plus(
              between(
                  lane.meanGap().dividedBy(2),
                  lane.meanGap().multipliedBy(3).dividedBy(2),
                  random));
    }
    return List.copyOf(faults);
  }

  private static Duration between(Duration least, Duration most, Random random) {
    return least.plusMillis(random.nextInt((int) most.minus(least).toMillis()));
  }
}
