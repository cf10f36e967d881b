package io.palinode.server.journal;

import io.palinode.core.SagaEvent;
import java.util.List;

/**
 * One line of a saga's log: the events of one decision.
 *
 * @param batch the batch that carries them
 * @param at when they were decided, in milliseconds since 1970
 * @param owed what Kafka is to have of it beside what follows from the events
 */
public record JournalEntry(long batch, long at, List<SagaEvent> events, Owed owed) {
  public JournalEntry {
    events = List.copyOf(events);
  }

  /** An entry that owes nothing else. */
  public JournalEntry(long batch, long at, List<SagaEvent> events) {
    this(batch, at, events, Owed.NOTHING);
  }
}
