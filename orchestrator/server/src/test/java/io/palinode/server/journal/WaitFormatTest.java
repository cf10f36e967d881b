package io.palinode.server.journal;

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

import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.SignalMissed;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaState;
import io.palinode.core.Standing;
import io.palinode.message.HistoryEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How what a saga waits for stands in the journal: its times, decisions, keys and signals. */
class WaitFormatTest {
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
  void shouldWriteAndReadTheKeyOfASagaAsTheGoldenFileHasIt() {
    assertThat(text(EXCLUSIVE)).isEqualTo(golden("exclusive.log"));
    assertThat(EntryCodec.decode(golden("exclusive.log").getBytes(UTF_8))).isEqualTo(EXCLUSIVE);
    assertThat(report(golden("exclusive.log")).history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .contains(tuple("key-chosen", "lock:customer", "lock/customer/a \"b\"/\u00fc"));
  }
}
