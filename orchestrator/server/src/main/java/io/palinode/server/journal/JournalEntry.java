package io.palinode.server.journal;

import io.palinode.core.SagaEvent;
import java.util.List;

/**
 * One line of a saga's log: the events of one decision.
 *
 * @param batch the batch that carries them
 * @param at when they were decided, in milliseconds since 1970
 */
public record JournalEntry(long batch, long at, List<SagaEvent> events) {
  public JournalEntry {
    events = List.copyOf(events);
  }
}
