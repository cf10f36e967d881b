package io.palinode.server.runtime.spread;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.coordination.NodeRegistry;
import io.palinode.server.runtime.Shard;
import io.palinode.server.runtime.spread.SpreadPlan.Move;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes which shards this one has, and gives shards away where it has more than its
 * share; see {@link Spread}.
 *
 * <p>Safe for use by any thread.
 */
public final class FairShare {
  private static final Logger LOG = LoggerFactory.getLogger(FairShare.class);

  /** How long it takes until the others have heard of something. */
  public static final Duration HEARD_AFTER = Duration.ofMillis(Spread.NOTICE_MILLIS);

  private final NodeRegistry registry;
  private final String self;
  private final List<Shard> shards;
  private final LongSupplier millis;
  private final Spread spread;

  /**
   * Nothing is told yet.
   *
   * @param self this node's id
   * @param shards every shard of the namespace, by number
   * @param session after which a silent node's session is over
   * @param millis a clock that never jumps
   */
  public FairShare(
      NodeRegistry registry,
      String self,
      List<Shard> shards,
      Duration session,
      LongSupplier millis) {
    this.registry = registry;
    this.self = self;
    this.shards = List.copyOf(shards);
    this.millis = millis;
    this.spread = new Spread(self, shards.size(), session);
  }

  /** Looks once; to be called a few times a second. */
  public synchronized void check() {
    Move before = spread.move();
    Spread.Step step = spread.look(mine(), others(), millis.getAsLong());
    registry.publish(step.entry());
    Move move = spread.move();
    if (move != null && !move.equals(before)) {
      LOG.info(
          "Shard {} goes to {}: this node has {} of {}.",
          move.shard(),
          move.to(),
          step.entry().known().size(),
          shards.size());
    }
    step.given().ifPresent(shard -> shards.get(shard).giveBack());
  }

  /**
   * This node is about to let go of all its shards, and the others are told who is to have which.
   *
   * @return true if there is anybody who needs {@link #HEARD_AFTER} to hear of it
   */
  public synchronized boolean leave() {
    boolean told = spread.leave(mine(), others());
    check();
    return told;
  }

  /** This node cannot run one of the shards: it is to get no more of the others. */
  public synchronized void retire() {
    spread.retire();
    check();
  }

  private Set<Integer> mine() {
    return shards.stream()
        .filter(Shard::isSettledHere)
        .map(Shard::number)
        .collect(Collectors.toSet());
  }

  private List<NodeEntry> others() {
    return registry.entries().stream().filter(entry -> !entry.node().equals(self)).toList();
  }
}
