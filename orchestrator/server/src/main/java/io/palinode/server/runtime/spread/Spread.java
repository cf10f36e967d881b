package io.palinode.server.runtime.spread;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.runtime.Shard;
import io.palinode.server.runtime.spread.SpreadPlan.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which shards a node gives away, to whom and when, so that all nodes have as many, give or
 * take one.
 *
 * <ul>
 *   <li>Every node makes the same plan of the same picture, and gives what the plan says that it
 *       gives: one shard after the other, each announced before, so that others let it pass.
 *   <li>It gives at once to a node that has just shown a sign of life, where each shard is with one
 *       node. Otherwise the picture must have stood for longer than a dead node stays in the
 *       registry: while a node dies, it looks as if it lacked the shards that others have taken.
 *   <li>While a node does not say what it has, nobody gives.
 *   <li>A node to which a shard was given in vain gets the next one from here later.
 *   <li>A node that leaves announces for each of its shards who is to have it.
 * </ul>
 *
 * <p>Used by one thread at a time. Times are milliseconds of a clock that never jumps.
 */
final class Spread {
  /** How long the others have to hear of an announcement before the shard is let go of. */
  static final long NOTICE_MILLIS = 200;

  /** How many times longer than a dead node stays in the registry a giver waits after that. */
  private static final int IN_VAIN = 4;

  private static final Comparator<Map.Entry<String, Integer>> BY_COUNT =
      Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey());

  private final String self;
  private final int shards;
  private final long patience;
  private final long signOfLife;
  private final Map<String, Sighting> seen = new HashMap<>();
  private final Map<String, Long> givenInVain = new HashMap<>();
  private Picture last = Picture.of(List.of(), 0);
  private long lastSince;
  private @Nullable HandOver handOver;
  private Map<Integer, String> farewell = Map.of();
  private boolean leaving;

  /**
   * A node that gives nothing yet.
   *
   * @param session after which a silent node's session is over
   */
  Spread(String self, int shards, Duration session) {
    this.self = self;
    this.shards = shards;
    this.patience = session.toMillis() * 3 / 2;
    this.signOfLife = session.toMillis() / 2;
  }

  /** An entry as it was last seen, and since when it is so. */
  private record Sighting(NodeEntry entry, long since) {}

  /**
   * What to do now.
   *
   * @param entry what to tell the others
   * @param given the shard to let go of, if there is one
   */
  record Step(NodeEntry entry, Optional<Integer> given) {}

  /** One shard that this node is about to give away, or has let go of. */
  private record HandOver(Move move, Phase phase, long since) {}

  private enum Phase {
    ANNOUNCED,
    LET_GO,
    UNDER_WAY
  }

  /** Looks at what this node has, and at what the others say. */
  Step look(Set<Integer> mine, Collection<NodeEntry> others, long now) {
    others.forEach(entry -> note(entry, now));
    seen.keySet().retainAll(others.stream().map(NodeEntry::node).toList());
    givenInVain.keySet().retainAll(seen.keySet());
    Optional<Integer> given = Optional.empty();
    if (handOver != null) {
      HandOver before = handOver;
      handOver = goOn(before, mine, others, now);
      boolean wasAnnounced = before.phase() == Phase.ANNOUNCED;
      if (wasAnnounced && handOver != null && handOver.phase() == Phase.LET_GO) {
        given = Optional.of(before.move().shard());
      }
      if (!wasAnnounced && handOver == null && !hasArrived(before.move(), others)) {
        givenInVain.put(before.move().to(), now);
      }
    }
    if (handOver == null && !leaving) {
      handOver = begin(mine, others, now);
    }
    return new Step(entry(mine), given);
  }

  /** The move that this node is at; null if it is at none. */
  @Nullable Move move() {
    return handOver == null ? null : handOver.move();
  }

  /** This node is to have no more shards, and keeps those that it has. */
  void retire() {
    leaving = true;
    handOver = null;
  }

  /**
   * This node lets go of all its shards; each goes to whoever has the fewest then.
   *
   * @return true if there is anybody to hear of it
   */
  boolean leave(Set<Integer> mine, Collection<NodeEntry> others) {
    retire();
    Picture picture = Picture.of(others, shards);
    Map<String, Integer> counts = new HashMap<>();
    picture.staying().forEach((node, its) -> counts.put(node, its.size()));
    Map<Integer, String> receivers = new HashMap<>();
    if (!picture.silent() && !counts.isEmpty()) {
      for (int shard : new TreeSet<>(mine)) {
        String next = counts.entrySet().stream().min(BY_COUNT).orElseThrow().getKey();
        receivers.put(shard, next);
        counts.merge(next, 1, Integer::sum);
      }
    }
    farewell = receivers;
    return !receivers.isEmpty();
  }

  private NodeEntry entry(Set<Integer> mine) {
    Map<Integer, String> giving =
        handOver == null ? farewell : Map.of(handOver.move().shard(), handOver.move().to());
    return new NodeEntry(self, mine, giving, leaving);
  }

  private void note(NodeEntry entry, long now) {
    Sighting before = seen.get(entry.node());
    if (before == null || !before.entry().equals(entry)) {
      seen.put(entry.node(), new Sighting(entry, now));
    }
  }

  private @Nullable HandOver begin(Set<Integer> mine, Collection<NodeEntry> others, long now) {
    List<NodeEntry> all = new ArrayList<>(others);
    all.add(entry(mine));
    Picture picture = Picture.of(all, shards);
    if (!picture.equals(last)) {
      last = picture;
      lastSince = now;
    }
    if (picture.silent()) {
      return null;
    }
    boolean stood = now - lastSince >= patience;
    return SpreadPlan.of(picture.staying()).stream()
        .filter(move -> move.from().equals(self) && mine.contains(move.shard()))
        .filter(move -> stood || (picture.complete() && isAlive(move.to(), now)))
        .filter(move -> isTrusted(move.to(), now))
        .findFirst()
        .map(move -> new HandOver(move, Phase.ANNOUNCED, now))
        .orElse(null);
  }

  private boolean isAlive(String node, long now) {
    Sighting sighting = seen.get(node);
    return sighting != null && now - sighting.since() < signOfLife;
  }

  private boolean isTrusted(String node, long now) {
    Long inVain = givenInVain.get(node);
    return inVain == null || now - inVain >= IN_VAIN * patience;
  }

  private static boolean hasArrived(Move move, Collection<NodeEntry> others) {
    return others.stream().anyMatch(other -> other.known().contains(move.shard()));
  }

  /** The same hand-over, a step further perhaps; null if it is over. */
  private @Nullable HandOver goOn(
      HandOver current, Set<Integer> mine, Collection<NodeEntry> others, long now) {
    Move move = current.move();
    boolean here = mine.contains(move.shard());
    boolean waited = now - current.since() >= NOTICE_MILLIS;
    boolean tooLong = now - current.since() >= patience + Shard.GIVE_BACK_WITHIN_MILLIS;
    boolean wanted =
        others.stream().anyMatch(other -> other.node().equals(move.to()) && !other.leaving());
    return switch (current.phase()) {
      case ANNOUNCED -> {
        if (!here || !wanted) {
          yield null;
        }
        yield waited ? new HandOver(move, Phase.LET_GO, now) : current;
      }
      case LET_GO -> {
        if (here) {
          yield tooLong ? null : current;
        }
        yield new HandOver(move, Phase.UNDER_WAY, now);
      }
      case UNDER_WAY -> here || hasArrived(move, others) || tooLong ? null : current;
    };
  }
}
