package io.palinode.server.journal;

import static io.palinode.message.Direction.ACTION;
import static io.palinode.message.Direction.COMPENSATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.SignalMissed;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaState;
import io.palinode.core.Standing;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.HistoryEntry;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.ReportWriter;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.saga.DefinitionRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The journal's first format, as the golden files have it. Their bytes never change. */
class JournalFormatTest {
  private static final DefinitionRef PLACE_ORDER =
      new DefinitionRef("place-order", 3, "0a1b2c3d4e5f");
  private static final Payload ORDER =
      json("order", "{\"id\":\"o-1\",\"text\":\"Käse \\\"50%\\\"\"}");
  private static final Reason SOLD_OUT = new Reason("SOLD_OUT", "Nothing\nleft of \"Käse\".");
  private static final Reason TIMEOUT = new Reason("TIMEOUT", "");

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

  private static final List<PathEvent> FORKS =
      List.of(
          new BranchChosen("how-to-ship", "by-air"),
          new BranchChosen("gift-wrap[0]", null),
          new ItemsListed("reserve-lines", List.of(line("{\"sku\":\"MUG\"}"), line("7"))),
          new ItemsListed("ship-lines", List.of()));

  private static final KeyChosen KEY =
      new KeyChosen("lock:customer", "lock/customer/a \"b\"/\u00fc");

  private static final List<JournalEntry> EXCLUSIVE =
      List.of(
          entry(
              16,
              new SagaStarted(PLACE_ORDER, ORDER),
              KEY,
              new SignalTaken("paid[1]", "p-1"),
              new SignalMissed("paid[2]")),
          entry(
              17,
              new SagaCompacted(
                  new SagaState(
                      "o-1", PLACE_ORDER, Standing.BEGUN, ORDER, List.of(), List.of(KEY)))));

  @Test
  void shouldWriteAndReadTheKeyOfASagaAsTheGoldenFileHasIt() {
    assertThat(text(EXCLUSIVE)).isEqualTo(golden("exclusive.log"));
    assertThat(EntryCodec.decode(golden("exclusive.log").getBytes(UTF_8))).isEqualTo(EXCLUSIVE);
    assertThat(report(golden("exclusive.log")).history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .contains(tuple("key-chosen", "lock:customer", "lock/customer/a \"b\"/\u00fc"));
  }

  private static final List<JournalEntry> PATH =
      List.of(
          entry(
              14,
              new SagaStarted(PLACE_ORDER, ORDER),
              FORKS.get(0),
              FORKS.get(1),
              FORKS.get(2),
              FORKS.get(3),
              new CommandIssued("reserve-stock[1]", ACTION, 1, 1732345688901L)),
          entry(
              15,
              new SagaCompacted(
                  new SagaState("o-1", PLACE_ORDER, Standing.BEGUN, ORDER, List.of(), FORKS))));

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

  private static final List<JournalEntry> WAITS =
      List.of(
          entry(
              20,
              new SagaStarted(PLACE_ORDER, ORDER),
              new DeadlineSet(1732345778920L),
              new WaitBegun("cool-down", 1732345688920L),
              new DecisionAsked("approve[0]", List.of("grant", "refuse"), 0),
              new DecisionMade("approve[1]", "grant", "Eve", "She is \"known\".")),
          entry(
              21,
              new WaitEnded("cool-down", null),
              new DecisionMade("approve[0]", "refuse", null, ""),
              new WaitEnded("approve[0]", json("order", "{\"ok\":1}"))),
          entry(22, new DeadlineMissed()),
          entry(
              23,
              new SagaCompacted(
                  new SagaState(
                      "o-1",
                      PLACE_ORDER,
                      Standing.BEGUN,
                      ORDER,
                      1732345778920L,
                      List.of(),
                      List.of(
                          new WaitBegun("cool-down", 1732345688920L),
                          new WaitEnded("cool-down", null),
                          new DecisionAsked("approve[0]", List.of("grant"), 7),
                          new DecisionMade("approve[1]", "grant", "Eve", ""))))));

  @Test
  void shouldWriteTheTimesOfASagaAsTheGoldenFileHasThem() {
    assertThat(text(WAITS)).isEqualTo(golden("waits.log"));
  }

  @Test
  void shouldReadTheTimesOfASagaFromTheGoldenFile() {
    assertThat(EntryCodec.decode(golden("waits.log").getBytes(UTF_8))).isEqualTo(WAITS);
  }

  @Test
  void shouldTellTheTimesOfASagaInItsReport() {
    assertThat(report(golden("waits.log")).history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .startsWith(
            tuple("started", null, null),
            tuple("deadline-set", null, "until 2024-11-23T07:09:38.920Z"),
            tuple("wait-begun", "cool-down", "until 2024-11-23T07:08:08.920Z"),
            tuple("decision-asked", "approve[0]", "grant, refuse"),
            tuple("decision-made", "approve[1]", "grant, by Eve: She is \"known\"."),
            tuple("wait-ended", "cool-down", null),
            tuple("decision-made", "approve[0]", "refuse, by its deadline"));
  }

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

  private static final Payload PAID = json("payment", "{\"paid\":[1,2.50]}");

  private static final List<JournalEntry> SUB_SAGAS =
      List.of(
          entry(
              16,
              new SagaStarted(PLACE_ORDER, ORDER),
              new SubSagaBegun("pay", json("payment", "{\"paid\":[]}")),
              new CommandIssued("pay.charge-card[0][2]", ACTION, 1, 1732345688901L)),
          entry(
              17, new StepSucceeded("pay.charge-card[0][2]", PAID), new SubSagaEnded("pay", ORDER)),
          entry(18, new SubSagaBegun("wrap[1].fold", PAID), new SubSagaEnded("wrap[1].fold", null)),
          entry(
              19,
              new SagaCompacted(
                  new SagaState(
                      "o-1",
                      PLACE_ORDER,
                      Standing.BEGUN,
                      ORDER,
                      List.of(),
                      List.of(new SubSagaBegun("pay", PAID), new SubSagaEnded("pay", null))))));

  @Test
  void shouldWriteAndReadSubSagasAsTheGoldenFileHasThem() {
    assertThat(text(SUB_SAGAS)).isEqualTo(golden("sub-sagas.log"));
    assertThat(EntryCodec.decode(golden("sub-sagas.log").getBytes(UTF_8))).isEqualTo(SUB_SAGAS);
  }

  @Test
  void shouldTellOfSubSagasInTheReport() {
    assertThat(report(golden("sub-sagas.log")).history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .startsWith(
            tuple("started", null, null),
            tuple("sub-saga-begun", "pay", null),
            tuple("issued", "pay.charge-card[0][2]", null),
            tuple("succeeded", "pay.charge-card[0][2]", null),
            tuple("sub-saga-ended", "pay", null));
  }

  @Test
  void shouldWriteTheWayOfASagaAsTheGoldenFileHasIt() {
    assertThat(text(PATH)).isEqualTo(golden("path.log"));
  }

  @Test
  void shouldReadTheWayOfASagaFromTheGoldenFile() {
    assertThat(EntryCodec.decode(golden("path.log").getBytes(UTF_8))).isEqualTo(PATH);
  }

  @Test
  void shouldTellTheWayOfASagaInItsReport() {
    SagaReport report = report(golden("path.log"));

    assertThat(report.history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .startsWith(
            tuple("started", null, null),
            tuple("branch-chosen", "how-to-ship", "by-air"),
            tuple("branch-chosen", "gift-wrap[0]", "none"),
            tuple("items-listed", "reserve-lines", "2 items"),
            tuple("items-listed", "ship-lines", "0 items"),
            tuple("issued", "reserve-stock[1]", null));
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
    assertThat(EntryCodec.decode(log).subList(PATH.size(), PATH.size() + MIGRATED.size()))
        .isEqualTo(MIGRATED);
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
    List<Class<?>> inFiles = new ArrayList<>();
    for (List<JournalEntry> log :
        List.of(EVERY_EVENT, COMPACTED, PATH, CONTROL, WAITS, SUB_SAGAS, MIGRATED, EXCLUSIVE)) {
      log.forEach(entry -> entry.events().forEach(event -> inFiles.add(event.getClass())));
    }
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

  private static SagaReport report(String log) {
    byte[] history = EntryCodec.history(log.getBytes(UTF_8));
    return SagaReport.from(
        new ReportWriter("shop")
            .report(
                "o-1",
                "place-order",
                3,
                new ReportWriter.Reached(SagaStatus.COMPENSATED, 5, null),
                ORDER,
                history));
  }

  private String text(List<JournalEntry> entries) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    entries.forEach(entry -> log.writeBytes(EntryCodec.encode(entry)));
    return log.toString(UTF_8);
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

  private static JournalEntry entry(long batch, SagaEvent... events) {
    return new JournalEntry(batch, 1732345678900L + batch, List.of(events));
  }

  private static Payload line(String json) {
    return json("order-line", json);
  }

  private static Payload json(String type, String json) {
    return new Payload(type, json.getBytes(UTF_8));
  }

  private static String golden(String name) {
    try (InputStream file = JournalFormatTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError("The golden file " + name + " cannot be read.", e);
    }
  }
}
