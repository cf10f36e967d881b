package io.palinode.core;

import java.util.List;

/**
 * What follows from one input: the events to journal, the state they lead to, and the effects to
 * run once the events are durable.
 *
 * <p>No events means that the input changes nothing: it is stale, or a duplicate. Immutable.
 */
public record Decision(SagaState state, List<SagaEvent> events, List<Effect> effects) {
  public Decision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
  }

  /** The decision to change nothing. */
  public static Decision nothing(SagaState state) {
    return new Decision(state, List.of(), List.of());
  }

  /** True if the input changed nothing. */
  public boolean isEmpty() {
    return events.isEmpty();
  }
}
