package io.palinode.server.journal;

import static io.palinode.message.Direction.ACTION;
import static io.palinode.message.Direction.COMPENSATION;
import static io.palinode.server.journal.GoldenLogs.ORDER;
import static io.palinode.server.journal.GoldenLogs.PLACE_ORDER;
import static io.palinode.server.journal.GoldenLogs.SOLD_OUT;
import static io.palinode.server.journal.GoldenLogs.TIMEOUT;
import static io.palinode.server.journal.GoldenLogs.entry;
import static io.palinode.server.journal.GoldenLogs.golden;
import static io.palinode.server.journal.GoldenLogs.json;
import static io.palinode.server.journal.GoldenLogs.report;
import static io.palinode.server.journal.GoldenLogs.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaState;
import io.palinode.core.Standing;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.HistoryEntry;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.saga.DefinitionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The journal's first format, as the golden files have it. Their bytes never change. */
class JournalFormatTest {
  private static final List<JournalEntry> EVERY_EVENT =
      List.of(
          entry(
              1,
              new SagaStarted(PLACE_ORDER, ORDER),
              new CommandIssued("reserve-stock", ACTION, 1, 1732345688901L)),
          entry(
              2,
              new AttemptFailed("reserve-stock", ACTION, 1, TIMEOUT, 1732345689901L, true),
              new AttemptFailed("bill", COMPENSATION, 2, SOLD_OUT, 1732345689902L, false)),
          entry(3, new StepSucceeded("reserve-stock", null)),
          entry(
              4,
              new StepSucceeded(
                  "charge-card", json("order", "{\"id\":\"o-1\",\"paid\":[1,2.50]}"))),
          entry(
              5,
              new StepRejected("ship", SOLD_OUT),
              new CompensationStarted(SOLD_OUT),
              new CommandIssued("charge-card", COMPENSATION, 1, 1732345699901L)),
          entry(6, new StepUnknown("ship", TIMEOUT)),
          entry(7, new StepCompensated("charge-card")),
          entry(8, new StepStuck("reserve-stock", COMPENSATION, SOLD_OUT)),
          entry(9, new SagaParked(new Reason("UNKNOWN_DEFINITION", "No place-order v3 here."))),
          entry(10, new SagaEnded(SagaStatus.COMPENSATED)));

  private static final List<JournalEntry> COMPACTED =
      List.of(
          entry(
              11,
              new SagaCompacted(
                  new SagaState(
                      "o-1",
                      PLACE_ORDER,
                      Standing.of(SagaStatus.COMPENSATING, SOLD_OUT),
                      ORDER,
                      everyStatus(),
                      List.of()))),
          entry(12, new StepCompensated("undoing")),
          entry(
              13,
              new SagaCompacted(
                  new SagaState("o-1", PLACE_ORDER, Standing.BEGUN, ORDER, List.of(), List.of()))));

  private static final List<JournalEntry> MIGRATED =
      List.of(
          entry(16, new SagaMigrated(new DefinitionRef("place-order", 4, "5f4e3d2c1b0a"), null)),
          entry(17, new SagaMigrated(new DefinitionRef("place-order", 5, "0f0f0f0f0f0f"), ORDER)));

  private static final List<JournalEntry> CONTROL =
      List.of(
          entry(16, new SagaPaused(new Reason("PAUSED", "Stocktaking."))),
          entry(17, new SagaResumed(new Reason("RESUMED", "All counted."))),
          entry(
              18,
              new SagaCompacted(
                  new SagaState(
                      "o-1",
                      PLACE_ORDER,
                      new Standing(
                          SagaStatus.PAUSED,
                          SagaStatus.COMPENSATING,
                          SOLD_OUT,
                          new Reason("PAUSED", "Stocktaking.")),
                      ORDER,
                      List.of(),
                      List.of()))),
          entry(
              19,
              new SagaCompacted(
                  new SagaState(
                      "o-1",
                      PLACE_ORDER,
                      Standing.of(SagaStatus.PARKED, TIMEOUT),
                      ORDER,
                      List.of(),
                      List.of()))));

  @Test
  void shouldWriteWhatWasAskedOfASagaAsTheGoldenFileHasIt() {
    assertThat(text(CONTROL)).isEqualTo(golden("control.log"));
  }

  @Test
  void shouldReadWhatWasAskedOfASagaFromTheGoldenFile() {
    String log = "{\"format\":1," + golden("control.log").substring(1);

    assertThat(EntryCodec.decode(log.getBytes(UTF_8))).isEqualTo(CONTROL);
  }

  @Test
  void shouldReadAParkedSagaThatWasCompactedBeforeLogsToldItsHeading() {
    String log = golden("control.log").lines().skip(3).findFirst().orElseThrow() + "\n";
    String older = log.replace("\"heading\":\"running\",", "");

    assertThat(older).isNotEqualTo(log);
    assertThat(EntryCodec.decode(older.getBytes(UTF_8))).containsExactly(CONTROL.get(3));
  }

  @Test
  void shouldWriteEveryEventAsTheGoldenFileHasIt() {
    assertThat(text(EVERY_EVENT)).isEqualTo(golden("every-event.log"));
    assertThat(text(COMPACTED)).isEqualTo(golden("compacted.log"));
  }

  @Test
  void shouldReadEveryEventFromTheGoldenFile() {
    assertThat(EntryCodec.decode(golden("every-event.log").getBytes(UTF_8))).isEqualTo(EVERY_EVENT);
    assertThat(EntryCodec.decode(golden("compacted.log").getBytes(UTF_8))).isEqualTo(COMPACTED);
  }

  @Test
  void shouldWriteAndReadMovesAsTheGoldenFileHasThem() {
    byte[] log = (golden("path.log") + golden("migrated.log")).getBytes(UTF_8);

    assertThat(text(MIGRATED)).isEqualTo(golden("migrated.log"));
    assertThat(EntryCodec.decode(log).subList(2, 4)).isEqualTo(MIGRATED);
  }

  @Test
  void shouldTellInAReportToWhichVersionASagaWasMoved() {
    assertThat(report(golden("migrated.log")).history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .containsExactly(
            tuple("migrated", null, "version 4"), tuple("migrated", null, "version 5"));
  }

  @Test
  void shouldHaveAGoldenLineForEveryKindOfEvent() {
    String log =
        Stream.of(
                "every-event",
                "compacted",
                "path",
                "control",
                "waits",
                "sub-sagas",
                "migrated",
                "exclusive")
            .map(name -> golden(name + ".log"))
            .collect(Collectors.joining());
    Set<Class<?>> inFiles =
        EntryCodec.decode(log.getBytes(UTF_8)).stream()
            .flatMap(entry -> entry.events().stream())
            .<Class<?>>map(SagaEvent::getClass)
            .collect(Collectors.toSet());
    List<Class<?>> kinds =
        new ArrayList<>(List.of(SagaEvent.StepEvent.class.getPermittedSubclasses()));
    kinds.addAll(List.of(PathEvent.class.getPermittedSubclasses()));
    kinds.addAll(List.of(SagaEvent.class.getPermittedSubclasses()));
    kinds.addAll(List.of(SagaEvent.WaitEvent.class.getPermittedSubclasses()));
    kinds.removeAll(List.of(SagaEvent.StepEvent.class, PathEvent.class, SagaEvent.WaitEvent.class));

    assertThat(inFiles).containsAll(kinds);
  }

  @Test
  void shouldGiveAReportItsHistory() {
    SagaReport report = report(golden("every-event.log"));

    assertThat(report.history())
        .hasSize(14)
        .contains(
            new HistoryEntry(1732345678901L, "issued", "reserve-stock", ACTION, 1, null),
            new HistoryEntry(1732345678905L, "rejected", "ship", null, 0, SOLD_OUT),
            new HistoryEntry(1732345678905L, "issued", "charge-card", COMPENSATION, 1, null),
            new HistoryEntry(1732345678908L, "stuck", "reserve-stock", COMPENSATION, 0, SOLD_OUT),
            new HistoryEntry(1732345678910L, "ended", null, null, 0, null));
  }

  @Test
  void shouldGiveAnEmptyHistoryForAnEmptyLog() {
    assertThat(EntryCodec.history(new byte[0])).asString(UTF_8).isEqualTo("[]");
  }

  private static List<StepState> everyStatus() {
    List<StepState> steps = new ArrayList<>();
    int number = 0;
    for (StepStatus status : StepStatus.values()) {
      String name = status.name().toLowerCase(Locale.ROOT).replace('_', '-');
      steps.add(new StepState(name, status, number, number * 10L));
      number++;
    }
    return steps;
  }
}
