package io.palinode.server.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.Owed;
import io.palinode.server.journal.SagaWrite;
import io.palinode.server.journal.Standstill;
import io.palinode.server.journal.StoredSaga;
import io.palinode.settings.ClientSettings;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    byte[] log = compact(TURNED, 7, 1_000);

    assertThat(EntryCodec.decode(log))
        .extracting(JournalEntry::batch, JournalEntry::at)
        .containsExactly(tuple(7L, 1_000L));
    assertThat(Journaled.fold("order-1", log)).isEqualTo(TURNED);
  }

  @Test
  void shouldKeepTheTimesThatTheSagaParkedUntilKafkaHasItsNotices() {
    assertThat(standstills(0, parkedTwice(telling(), "apple")))
        .extracting(Standstill::number, Standstill::at)
        .containsExactly(tuple(1, 1_000L), tuple(2, 3_000L));
    assertThat(standstills(2, parkedTwice(telling(), "apple")))
        .as("Kafka has the first")
        .extracting(Standstill::number, Standstill::data)
        .containsExactly(tuple(2, Orders.CODEC.encode(new Orders.Order("apple"))));
    assertThat(standstills(3, parkedTwice(telling(), "apple"))).isEmpty();
    assertThat(standstills(0, parkedTwice(Standing.MACHINE, "apple")))
        .as("nobody wants to know")
        .isEmpty();
    assertThat(standstills(0, parkedTwice(null, "apple"))).as("nobody knows here").hasSize(2);
  }

  @Test
  void shouldLeaveOutTheDataOfThoseTimesWhereThereIsNoRoom() {
    String large = "x".repeat(100_000);

    assertThat(standstills(0, parkedTwice(telling(), large)))
        .extracting(Standstill::number, Standstill::data)
        .containsExactly(tuple(1, null), tuple(2, null));
  }

  @Test
  void shouldKeepTheAnswersThatKafkaMayNotHave() {
    assertThat(answered(1, "apple")).containsExactly("r-2", "r-3", "r-4");
    assertThat(answered(2, "apple")).as("Kafka has one").containsExactly("r-3", "r-4");
    assertThat(answered(1, "x".repeat(238 * 1024)))
        .as("where there is no room")
        .containsExactly("r-4");
  }

  /** Which requests a log owes answers to that is compacted, and then compacted once more. */
  private static List<String> answered(long publishedThrough, String sku) {
    Payload data = new Payload("order", "{\"sku\":\"%s\"}".formatted(sku).getBytes(UTF_8));
    SagaEvent started = new SagaStarted(Orders.PLACE_ORDER.ref(), data);
    byte @Nullable [] log = EntryCodec.encode(new JournalEntry(1, 1, List.of(started)));
    for (int batch = 2; batch < 5; batch++) {
      StoredSaga stored = new StoredSaga("order-1", Objects.requireNonNull(log), 0, false);
      LiveSaga saga = LiveSaga.loaded(stored, Journaled.fold(stored), Standing.MACHINE);
      SagaEvent event = new DeadlineSet(batch);
      Reason why = new Reason("SO", "-".repeat(1_000));
      Owed owed = Owed.answer(new RequestAnswer("r-" + batch, Verdict.DONE, why));
      log =
          new LogCompaction(publishedThrough)
              .compact(
                  saga,
                  new JournalEntry(batch, batch, List.of(event), owed),
                  saga.state().apply(event));
    }
    return EntryCodec.decode(Objects.requireNonNull(log)).get(0).owed().answers().stream()
        .map(RequestAnswer::requestId)
        .toList();
  }

  private static List<Standstill> standstills(long publishedThrough, LiveSaga saga) {
    SagaEvent resumed = new SagaResumed(new Reason("RETRIED", ""));
    SagaState state = saga.state().apply(resumed);
    byte[] log =
        new LogCompaction(publishedThrough)
            .compact(saga, new JournalEntry(4, 4_000, List.of(resumed)), state);

    assertThat(Journaled.fold("order-1", Objects.requireNonNull(log))).isEqualTo(state);
    return EntryCodec.decode(log).get(0).owed().standstills();
  }

  /** It parks in the batches 1 and 3. */
  private static LiveSaga parkedTwice(@Nullable SagaMachine<?> machine, String sku) {
    Payload data = new Payload("order", "{\"sku\":\"%s\"}".formatted(sku).getBytes(UTF_8));
    SagaEvent stuck = new SagaParked(new Reason("NO", ""));
    List<JournalEntry> entries =
        List.of(
            new JournalEntry(
                1, 1_000, List.of(new SagaStarted(Orders.PLACE_ORDER.ref(), data), stuck)),
            new JournalEntry(2, 2_000, List.of(new SagaResumed(new Reason("RETRIED", "")))),
            new JournalEntry(3, 3_000, List.of(stuck)));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    entries.forEach(entry -> log.writeBytes(EntryCodec.encode(entry)));
    StoredSaga stored = new StoredSaga("order-1", log.toByteArray(), 0, false);
    return LiveSaga.loaded(stored, Journaled.fold(stored), machine);
  }

  private static SagaMachine<?> telling() {
    var telling =
        Saga.named(Orders.SAGA, Orders.Order.class)
            .onParked("shop.stuck", (order, reason) -> order)
            .step("pack")
            .at("stock")
            .command(order -> order)
            .retriable()
            .build();
    return new SagaMachine<>(telling, Orders.CODEC);
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

    assertThat(compact(largest, Long.MAX_VALUE, Long.MAX_VALUE))
        .hasSizeLessThan(SagaWrite.MAX_LOG_BYTES);
  }

  private static byte[] compact(SagaState state, long batch, long now) {
    LiveSaga saga = LiveSaga.starting(Standing.MACHINE, state);
    byte[] log = new LogCompaction(0).compact(saga, new JournalEntry(batch, now, List.of()), state);
    return Objects.requireNonNull(log);
  }
}
