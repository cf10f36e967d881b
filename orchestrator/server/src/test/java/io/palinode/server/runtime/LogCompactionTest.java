package io.palinode.server.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.SagaWrite;
import io.palinode.settings.ClientSettings;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogCompactionTest {
  private static final SagaState TURNED =
      new SagaState(
          "order-1",
          Orders.PLACE_ORDER.ref(),
          io.palinode.core.Standing.of(SagaStatus.COMPENSATING, new Reason("NO", "not today")),
          Orders.CODEC.encode(new Orders.Order("apple")),
          List.of(
              new StepState(Orders.RESERVE_STOCK, StepStatus.UNDO_WAITING, 2, 5_000),
              new StepState(Orders.CHARGE_CARD, StepStatus.REJECTED, 1, 0)),
          List.of());

  @Test
  void shouldSayInOneEntryHowTheSagaStands() {
    byte[] log = LogCompaction.compact(TURNED, 7, 1_000);

    assertThat(EntryCodec.decode(log))
        .extracting(JournalEntry::batch, JournalEntry::at)
        .containsExactly(tuple(7L, 1_000L));
    assertThat(Journaled.fold("order-1", log)).isEqualTo(TURNED);
  }

  /** A log that did not fit would stop its shard, and that of every successor. */
  @Test
  void shouldFitTheJournalHoweverLargeTheSagaMayBe() {
    String text = "\"" + "x".repeat(ClientSettings.MAX_PAYLOAD - 2) + "\"";
    Payload data = new Payload("order", text.getBytes(UTF_8));
    Reason reason = new Reason("\u0001".repeat(64), "\u0001".repeat(1_000));
    List<StepState> steps =
        IntStream.range(0, 200)
            .mapToObj(i -> "step-%059d".formatted(i))
            .map(name -> new StepState(name, StepStatus.ACTION_WAITING, 1_000_000, Long.MAX_VALUE))
            .toList();
    SagaState largest =
        new SagaState(
            "i".repeat(128),
            TURNED.definition(),
            new io.palinode.core.Standing(
                SagaStatus.PARKED, SagaStatus.COMPENSATING, reason, reason),
            data,
            steps,
            List.of());

    assertThat(LogCompaction.compact(largest, Long.MAX_VALUE, Long.MAX_VALUE))
        .hasSizeLessThan(SagaWrite.MAX_LOG_BYTES);
  }
}
