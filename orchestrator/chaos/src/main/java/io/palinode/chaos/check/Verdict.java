package io.palinode.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What follows from the evidence.
 *
 * <p>A pure function of it, so a run can be judged again at any time.
 *
 * @param ways how many sagas came to rest in which way
 * @param contradictions none if all is well
 */
public record Verdict(Map<String, Integer> ways, List<Contradiction> contradictions) {
  public Verdict {
    contradictions = List.copyOf(contradictions);
  }

  public static Verdict on(Evidence evidence) {
    var ways = new TreeMap<String, Integer>();
    var contradictions = new ArrayList<Contradiction>();
    for (var saga : evidence.sagas()) {
      ways.merge(saga.rest().map(rest -> rest.word()).orElse("neither"), 1, Integer::sum);
      for (var rule : SagaRule.values()) {
        rule.contradictedBy(saga).ifPresent(contradictions::add);
      }
    }
    contradictions.addAll(Turns.contradictions(evidence));
    contradictions.addAll(Signals.contradictions(evidence));
    contradictions.addAll(Tried.contradictions(evidence));
    contradictions.addAll(ofServers(evidence));
    return new Verdict(ways, contradictions);
  }

  public boolean holds() {
    return contradictions.isEmpty();
  }

  /** What must not be left in ZooKeeper, and in Kafka unread. */
  private static List<Contradiction> ofServers(Evidence evidence) {
    var contradictions = new ArrayList<Contradiction>();
    if (evidence.shards().isEmpty()) {
      contradictions.add(
          new Contradiction("was looked at", "ZooKeeper", "how the shards stood is not known"));
    }
    for (var shard : evidence.shards()) {
      if (!shard.hasReadAll()) {
        contradictions.add(
            new Contradiction("has read all", "shard " + shard.shard(), shard.toString()));
      }
    }
    for (var key : evidence.keys()) {
      if (!key.isMailboxAtRest()) {
        contradictions.add(
            new Contradiction("leaves no key", key.name(), key.content().toString()));
      }
    }
    return contradictions;
  }
}
