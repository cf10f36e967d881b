package io.palinode.examples.shop.report;

import static io.palinode.message.Direction.ACTION;
import static io.palinode.message.Direction.COMPENSATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.report.Attempt.Result;
import io.palinode.message.HistoryEntry;
import io.palinode.message.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Reason TIMEOUT = new Reason("TIMEOUT", "No reply.");
  private static final Reason BUSY = new Reason("BANK_BUSY", "The bank is busy.");
  private static final Reason NO_CARRIER = new Reason("NO_CARRIER", "No.");

  /** An order whose bank was silent, then busy, then fine, and to which no carrier goes. */
  static final List<HistoryEntry> UNDONE =
      List.of(
          new HistoryEntry(100, "started", null, null, 0, null),
          new HistoryEntry(100, "issued", "reserve-stock", ACTION, 1, null),
          new HistoryEntry(110, "succeeded", "reserve-stock", null, 0, null),
          new HistoryEntry(110, "issued", "authorise-payment", ACTION, 1, null),
          new HistoryEntry(1110, "attempt-failed", "authorise-payment", ACTION, 1, TIMEOUT),
          new HistoryEntry(1210, "issued", "authorise-payment", ACTION, 2, null),
          new HistoryEntry(1220, "attempt-failed", "authorise-payment", ACTION, 2, BUSY),
          new HistoryEntry(1400, "issued", "authorise-payment", ACTION, 3, null),
          new HistoryEntry(1410, "succeeded", "authorise-payment", null, 0, null),
          new HistoryEntry(1410, "issued", "arrange-shipping", ACTION, 1, null),
          new HistoryEntry(1420, "rejected", "arrange-shipping", null, 0, NO_CARRIER),
          new HistoryEntry(1420, "compensation-started", null, null, 0, NO_CARRIER),
          new HistoryEntry(1420, "issued", "authorise-payment", COMPENSATION, 1, null),
          new HistoryEntry(1430, "compensated", "authorise-payment", null, 0, null),
          new HistoryEntry(1430, "issued", "reserve-stock", COMPENSATION, 1, null),
          new HistoryEntry(1450, "compensated", "reserve-stock", null, 0, null),
          new HistoryEntry(1450, "ended", null, null, 0, null));

  @Test
  void shouldTellEveryAttemptFromItsSendingToItsOutcome() {
    assertThat(Timeline.of(UNDONE))
        .isEqualTo(
            new Timeline(
                100,
                1450,
                List.of(
                    attempt("reserve-stock", 1, 100, 110, Result.DONE, null),
                    attempt("authorise-payment", 1, 110, 1110, Result.SILENT, TIMEOUT),
                    attempt("authorise-payment", 2, 1210, 1220, Result.AGAIN, BUSY),
                    attempt("authorise-payment", 3, 1400, 1410, Result.DONE, null),
                    attempt("arrange-shipping", 1, 1410, 1420, Result.REJECTED, NO_CARRIER),
                    undo("authorise-payment", 1420, 1430, Result.UNDONE, null),
                    undo("reserve-stock", 1430, 1450, Result.UNDONE, null))));
  }

  @Test
  void shouldCountRetriesAndNameTheStepThatFailed() {
    Timeline timeline = Timeline.of(UNDONE);

    assertThat(timeline.retries()).isEqualTo(2);
    assertThat(timeline.failure()).map(Attempt::step).contains("arrange-shipping");
    assertThat(timeline.with(Result.UNDONE).map(Attempt::step))
        .containsExactly("authorise-payment", "reserve-stock");
  }

  @Test
  void shouldShowWhatKeepsFailingAndWhatIsStillOpen() {
    Timeline parked =
        Timeline.of(
            List.of(
                new HistoryEntry(5, "issued", "reserve-stock", COMPENSATION, 1, null),
                new HistoryEntry(9, "stuck", "reserve-stock", COMPENSATION, 0, BUSY),
                new HistoryEntry(9, "issued", "capture-payment", ACTION, 1, null),
                new HistoryEntry(12, "word-of-tomorrow", null, null, 0, null)));

    assertThat(parked.attempts())
        .containsExactly(
            undo("reserve-stock", 5, 9, Result.STUCK, BUSY),
            attempt("capture-payment", 1, 9, 12, Result.OPEN, null));
    assertThat(parked.failure()).isEmpty();
  }

  @Test
  void shouldBeEmptyWithoutAHistory() {
    assertThat(Timeline.of(List.of())).isEqualTo(new Timeline(0, 0, List.of()));
  }

  private static Attempt attempt(
      String step, int number, long from, long to, Result result, Reason reason) {
    return new Attempt(step, ACTION, number, from, to, result, reason);
  }

  private static Attempt undo(String step, long from, long to, Result result, Reason reason) {
    return new Attempt(step, COMPENSATION, 1, from, to, result, reason);
  }
}
