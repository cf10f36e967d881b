package io.palinode.examples.shop.payments;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.Desk;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaymentsServiceTest {
  private static final String HOLD = "authorise-payment";
  private static final String TAKE = "capture-payment";
  private static final String CARD = "4929000000014242";

  @TempDir private Path books;
  private final List<Duration> waited = new ArrayList<>();
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(new PaymentsService(waited::add), books.resolve("payments.jsonl"));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void shouldRefuseWhatACardsLimitDoesNotReach() {
    assertThat(hold("1", CARD, 1, 150_000)).isInstanceOf(Succeeded.class);
    assertThat(hold("2", CARD, 1, 50_001))
        .isEqualTo(
            new Rejected(
                new Reason(
                    "CARD_REFUSED",
                    "The card ending in 4242 has 500.00 EUR left; the order costs 500.01 EUR.")));
    assertThat(hold("3", CARD, 1, 50_000)).isInstanceOf(Succeeded.class);
  }

  @Test
  void shouldHaveAHundredOnAPrepaidCard() {
    assertThat(hold("1", "5105000000014242", 1, 10_001)).isInstanceOf(Rejected.class);
    assertThat(hold("2", "5105000000014242", 1, 10_000)).isInstanceOf(Succeeded.class);
  }

  @Test
  void shouldGiveACardItsMoneyBackWhenTheHoldIsVoided() {
    hold("1", CARD, 1, 200_000);

    assertThat(desk.undo("1", HOLD, new VoidAuthorisation("1"))).isInstanceOf(Succeeded.class);

    assertThat(hold("2", CARD, 1, 200_000)).isInstanceOf(Succeeded.class);
  }

  @Test
  void shouldKeepACardUsedUpOnceItsMoneyIsTaken() {
    hold("1", CARD, 1, 200_000);

    assertThat(desk.act("1", TAKE, new CapturePayment("1", "AUTH-000001")))
        .isInstanceOf(Succeeded.class);

    assertThat(hold("2", CARD, 1, 1)).isInstanceOf(Rejected.class);
  }

  @Test
  void shouldTakeNothingUnderANumberThatWasNotGiven() {
    hold("1", CARD, 1, 100);

    assertThat(desk.act("1", TAKE, new CapturePayment("1", "AUTH-000002")))
        .isEqualTo(
            new Rejected(new Reason("NOT_AUTHORISED", "Nothing is held under this number.")));
  }

  @Test
  void shouldAskTwiceToTryAgainWhileTheBankIsBusy() {
    String busy = "4929000000010101";
    CommandOutcome again = new TryAgain(new Reason("BANK_BUSY", "The bank is busy."), null);

    assertThat(hold("1", busy, 1, 100)).isEqualTo(again);
    assertThat(hold("1", busy, 2, 100)).isEqualTo(again);
    assertThat(hold("1", busy, 3, 100)).isInstanceOf(Succeeded.class);
  }

  @Test
  void shouldAnswerASlowBanksSecondAttemptFromMemoryWithoutWaitingAgain() {
    String slow = "4929000000010202";

    CommandOutcome first = hold("1", slow, 1, 100);

    assertThat(hold("1", slow, 2, 100)).isEqualTo(first);
    assertThat(waited).containsExactly(CardRules.SLOW);
  }

  @Test
  void shouldNotLetGoOfMoneyOnAStuckCard() {
    hold("1", "4929000000010303", 1, 100);

    assertThat(desk.undo("1", HOLD, new VoidAuthorisation("1")))
        .isEqualTo(new TryAgain(new Reason("BANK_OFFLINE", "The bank does not answer."), null));
  }

  @Test
  void shouldRefuseToPayOutWhatSomeBanksOnlyHold() {
    hold("1", "4929000000010404", 1, 100);

    assertThat(desk.act("1", TAKE, new CapturePayment("1", "AUTH-000001")))
        .isEqualTo(
            new Rejected(new Reason("CAPTURE_REFUSED", "The bank does not pay out what it held.")));
  }

  private CommandOutcome hold(String order, String card, int attempt, long cents) {
    return desk.act(order, HOLD, attempt, new AuthorisePayment(order, card, cents));
  }
}
