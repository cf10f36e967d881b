package io.palinode.server.journal;

import static io.palinode.message.Direction.ACTION;
import static io.palinode.server.journal.GoldenLogs.ORDER;
import static io.palinode.server.journal.GoldenLogs.PLACE_ORDER;
import static io.palinode.server.journal.GoldenLogs.entry;
import static io.palinode.server.journal.GoldenLogs.golden;
import static io.palinode.server.journal.GoldenLogs.json;
import static io.palinode.server.journal.GoldenLogs.report;
import static io.palinode.server.journal.GoldenLogs.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaState;
import io.palinode.core.Standing;
import io.palinode.message.HistoryEntry;
import io.palinode.message.Payload;
import io.palinode.message.SagaReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the way of a saga stands in the journal: its branches, its items and its sub-sagas. */
class PathFormatTest {
  private static final Payload PAID = json("payment", "{\"paid\":[1,2.50]}");

  private static final List<PathEvent> FORKS =
      List.of(
          new BranchChosen("how-to-ship", "by-air"),
          new BranchChosen("gift-wrap[0]", null),
          new ItemsListed("reserve-lines", List.of(line("{\"sku\":\"MUG\"}"), line("7"))),
          new ItemsListed("ship-lines", List.of()));

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

  private static Payload line(String json) {
    return json("order-line", json);
  }
}
