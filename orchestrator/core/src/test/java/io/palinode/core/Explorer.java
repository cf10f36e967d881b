package io.palinode.core;

import io.palinode.message.SagaStatus;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Walks through all that can become of a saga, breadth first and in virtual time, and checks every
 * moment on the way. Moments with equal futures are walked through once.
 */
final class Explorer {
  private final int attempts;
  private final RowsTaken rows;
  private final Map<SagaStatus, Integer> ends = new EnumMap<>(SagaStatus.class);
  private int moments;

  Explorer(int attempts, RowsTaken rows) {
    this.attempts = attempts;
    this.rows = rows;
  }

  /** How many different moments were seen. */
  int moments() {
    return moments;
  }

  /** How many different ends were seen, by status. */
  Map<SagaStatus, Integer> ends() {
    return ends;
  }

  /** Walks through a saga of this shape, for every wish that makes a difference. */
  void explore(String shape) {
    int wishes = shape.contains("[") ? Journey.MOST_ITEMS + 2 : shape.contains("<") ? 3 : 1;
    SagaMachine<Journey> machine = new SagaMachine<>(Journey.saga(shape, attempts), Answer.CODEC);
    for (int wish = 0; wish < wishes; wish++) {
      explore(
          World.begin(machine, Journey.planned(wish)),
          new Promises(new Itinerary(shape, wish), attempts));
    }
  }

  private void explore(World first, Promises promises) {
    Set<World.Key> seen = new HashSet<>();
    Queue<World> open = new ArrayDeque<>();
    rows.observe(first.state().sagaId(), first.journal());
    seen.add(first.key());
    open.add(first);
    while (!open.isEmpty()) {
      World world = open.remove();
      visit(world, promises);
      for (World next : world.next()) {
        promises.check(world, next);
        rows.observe(
            world.state(), next.journal().subList(world.journal().size(), next.journal().size()));
        if (seen.add(next.key())) {
          open.add(next);
        }
      }
    }
  }

  private void visit(World world, Promises promises) {
    moments++;
    promises.check(world);
    promises.checkDeaf(world);
    if (world.isOver()) {
      ends.merge(world.state().status(), 1, Integer::sum);
    }
  }
}
