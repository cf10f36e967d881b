package io.palinode.server.runtime.schedule;

import io.palinode.saga.ScheduledStart;
import io.palinode.server.transport.ShardOf;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of a node's definitions, each fired by whichever node owns the shard of the
 * definition's name.
 *
 * <ul>
 *   <li>Ownership spares the others the work; that a firing is one saga rests on the saga's id. Two
 *       nodes that both believe to own the shard ask for the same sagas.
 *   <li>A schedule that fails leaves the others alone, and is tried again at the next tick.
 * </ul>
 *
 * <p>{@link #tick} belongs to one thread.
 */
public final class Schedules {
  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

  private final List<ScheduleTerm> terms;
  private final int shards;
  private final IntPredicate owned;

  /**
   * Schedules that have not fired yet.
   *
   * @param shards how many shards there are
   * @param owned whether a shard is this node's now; safe for any thread
   */
  public Schedules(
      List<ScheduledStart<?>> starts, FiringTools tools, int shards, IntPredicate owned) {
    this.terms = starts.stream().map(start -> new ScheduleTerm(start, tools)).toList();
    this.shards = shards;
    this.owned = owned;
  }

  /** Fires what is due; to be called several times a second. */
  public void tick(Instant now) {
    for (ScheduleTerm term : terms) {
      try {
        if (owned.test(ShardOf.shardOf(term.name(), shards))) {
          term.tick(now);
        } else {
          term.forget();
        }
      } catch (RuntimeException e) {
        complain(term, e);
      }
    }
  }

  private static void complain(ScheduleTerm term, RuntimeException e) {
    if (term.failsAnew()) {
      LOG.error("The schedule of '{}' cannot go on for now; trying again.", term.name(), e);
    }
  }
}
