package io.palinode.server.runtime;

import io.palinode.core.Decision;
import io.palinode.core.Migration;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.saga.Outline;
import java.util.List;

/**
 * Decides whether a live saga moves to another version of its definition.
 *
 * <p>The version may be one that it is pinned to already. What the old version was is known from
 * what this node serves, or from what the namespace remembers. Immutable.
 */
record Moves(Definitions definitions) {

  /** What becomes of a request. */
  sealed interface Answer {}

  /** The saga moves, and this machine goes on with it. */
  record Moved(SagaMachine<?> machine, Decision decision) implements Answer {}

  /** The saga stays where it is. */
  record Stays(List<String> obstacles) implements Answer {}

  Answer answer(SagaState state, int version) {
    SagaMachine<?> to = definitions.find(state.definition().name(), version);
    if (to == null) {
      return new Stays(List.of("this node does not serve version " + version));
    }
    if (to.definition().ref().equals(state.definition())) {
      return new Stays(List.of());
    }
    Outline from = definitions.outline(state.definition());
    if (from == null) {
      return new Stays(List.of("nobody remembers what %s was".formatted(state.definition())));
    }
    Migration<?> migration = new Migration<>(from, to.definition(), definitions.codec());
    List<String> obstacles = migration.obstacles(state);
    return obstacles.isEmpty() ? new Moved(to, migration.move(state)) : new Stays(obstacles);
  }
}
