package io.palinode.chaos.check;

import static java.util.Comparator.comparingLong;

import io.palinode.chaos.saga.Errands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether sagas of one desk took turns, as the ledgers have it: once another saga has done
 * something there, whoever was before does nothing any more.
 *
 * <p>Pure functions.
 */
final class Turns {
  private static final String RULE = "takes its turn";

  private Turns() {}

  static List<Contradiction> contradictions(Evidence evidence) {
    var found = new ArrayList<Contradiction>();
    desks(evidence).forEach((desk, effects) -> check(desk, effects, found));
    return found;
  }

  /** What was done at each desk, in the order in which it happened. */
  private static Map<String, List<Applied>> desks(Evidence evidence) {
    var desks = new TreeMap<String, List<Applied>>();
    for (var saga : evidence.sagas()) {
      if (!saga.client().starts().isEmpty() && Errands.takesTurns(saga.definition())) {
        desks.computeIfAbsent(saga.key(), key -> new ArrayList<>()).addAll(saga.effects());
      }
    }
    desks.values().forEach(effects -> effects.sort(comparingLong(Applied::tick)));
    return desks;
  }

  private static void check(String desk, List<Applied> effects, List<Contradiction> found) {
    var over = new HashMap<String, String>();
    var toldOf = new HashSet<String>();
    String now = null;
    for (var effect : effects) {
      var saga = effect.line().saga();
      if (now != null && !now.equals(saga)) {
        over.put(now, saga);
      }
      now = saga;
      if (over.containsKey(saga) && toldOf.add(saga)) {
        found.add(
            new Contradiction(
                RULE,
                saga,
                "%s was done at %s after %s had begun its turn there"
                    .formatted(effect.name(), desk, over.get(saga))));
      }
    }
  }
}
