package io.palinode.examples.shop.books;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.palinode.participant.SagaMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ledger: the effect of a command, its key and its answer, kept together or not at
 * all.
 *
 * <p>Immutable.
 *
 * @param at when it was written, as ISO-8601 text
 * @param saga the saga whose command this was
 * @param epoch the highest epoch of an orchestrator that was seen for the saga
 * @param settled the commands that were settled; none where only the epoch rose
 * @param entries what the service did; nothing where it said no
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LedgerLine(
    String at, String saga, long epoch, List<Settlement> settled, List<Posting> entries) {

  public LedgerLine(
      String at,
      String saga,
      long epoch,
      @Nullable List<Settlement> settled,
      @Nullable List<Posting> entries) {
    this.at = at;
    this.saga = saga;
    this.epoch = epoch;
    this.settled = settled == null ? List.of() : List.copyOf(settled);
    this.entries = entries == null ? List.of() : List.copyOf(entries);
  }

  /** What is remembered of the saga when this line has come to it. */
  SagaMemory addedTo(SagaMemory memory) {
    SagaMemory now = memory.raised(epoch);
    for (Settlement settlement : settled) {
      now = now.with(settlement.id(), settlement.settled());
    }
    return now;
  }
}
