package io.palinode.server.runtime;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.server.journal.JournalEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The batches that issued a saga's commands, or called for its report, read from its log. One batch
 * may note the reply of one step while the command of another is still on its way.
 *
 * <p>Immutable once made.
 */
final class IssuedCommands {
  private final Map<String, Long> batchByStep = new HashMap<>();
  private long reported;

  IssuedCommands(List<JournalEntry> entries) {
    for (JournalEntry entry : entries) {
      for (SagaEvent event : entry.events()) {
        if (event instanceof CommandIssued issued) {
          batchByStep.put(issued.step(), entry.batch());
        } else if (event instanceof DeadlineMissed || event instanceof DecisionAsked) {
          reported = entry.batch();
        }
      }
    }
  }

  /** True if a report of a saga that goes on may not have reached Kafka. */
  boolean mayOweReport(long publishedThrough) {
    return reported > publishedThrough;
  }

  /**
   * True if the newest command of this step may not have reached Kafka.
   *
   * @param publishedThrough the highest batch whose sends Kafka has all acknowledged
   */
  boolean mayBeUnsent(String step, long publishedThrough) {
    return batchByStep.getOrDefault(step, Long.MAX_VALUE) > publishedThrough;
  }
}
