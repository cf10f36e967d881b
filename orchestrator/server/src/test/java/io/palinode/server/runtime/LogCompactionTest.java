package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCompactionTest {
  private static final SagaState TURNED =
      new SagaState(
          "order-1",
          Orders.PLACE_ORDER.ref(),
          SagaStatus.COMPENSATING,
          Orders.CODEC.encode(new Orders.Order("apple")),
          new Reason("NO", "not today"),
          List.of(
              new StepState(Orders.RESERVE_STOCK, StepStatus.UNDO_WAITING, 2, 5_000),
              new StepState(Orders.CHARGE_CARD, StepStatus.REJECTED, 1, 0)));

  @Test
  void shouldSayInOneEntryHowTheSagaStands() {
    byte[] log = LogCompaction.compact(TURNED, 7, 1_000);

    assertThat(EntryCodec.decode(log))
        .extracting(JournalEntry::batch, JournalEntry::at)
        .containsExactly(tuple(7L, 1_000L));
    assertThat(Journaled.fold("order-1", log)).isEqualTo(TURNED);
  }
}
