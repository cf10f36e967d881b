package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.CONFIRM_ORDER;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sets a saga aside for a person, and what happens to one that is set aside. */
class ParkingTest {
  private static final Reason TIMEOUT =
      new Reason("TIMEOUT", "No reply within the step's timeout.");

  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldParkWhenNobodyKnowsWhetherTheCardIsCharged() {
    booked();
    order.isSilent(action(CHARGE_CARD));
    order.isTriedAgain(action(CHARGE_CARD));
    var decision = order.isSilent(action(CHARGE_CARD));

    assertParked(decision, action(CHARGE_CARD), TIMEOUT);
  }

  @Test
  void shouldParkWhenABusyBankMayBeAskedTwice() {
    booked();
    order.triesAgain(action(CHARGE_CARD), "BUSY");
    order.isTriedAgain(action(CHARGE_CARD));
    var decision = order.triesAgain(action(CHARGE_CARD), "BUSY");

    assertParked(decision, action(CHARGE_CARD), because("BUSY"));
  }

  @Test
  void shouldParkWhenAPaidOrderIsRejected() {
    paid();
    var decision = order.rejects(action(CONFIRM_ORDER), "UNKNOWN_ORDER");

    assertParked(decision, action(CONFIRM_ORDER), because("UNKNOWN_ORDER"));
  }

  @Test
  void shouldParkWhenAPaidOrderIsNotConfirmedInTime() {
    paid();
    order.triesAgain(action(CONFIRM_ORDER), "BUSY");
    order.isTriedAgain(action(CONFIRM_ORDER));
    var decision = order.isSilent(action(CONFIRM_ORDER));

    assertParked(decision, action(CONFIRM_ORDER), TIMEOUT);
  }

  @Test
  void shouldParkOnceWhereItsOwnerSetsItAside() {
    order.start(TWO_APPLES);

    var decision = SagaMachine.park(order.state(), because("CORRUPT"));
    assertThat(decision.events()).containsExactly(new SagaParked(because("CORRUPT")));
    assertThat(decision.effects()).containsExactly(new Report());
    assertThat(decision.state().status()).isEqualTo(SagaStatus.PARKED);

    assertThat(SagaMachine.park(decision.state(), because("CORRUPT")))
        .isEqualTo(Decision.nothing(decision.state()));
  }

  @Test
  void shouldNotParkWhatHasEnded() {
    order.start(TWO_APPLES);
    order.rejects(action(RESERVE_STOCK), "SOLD_OUT");

    assertThat(SagaMachine.park(order.state(), because("CORRUPT")))
        .isEqualTo(Decision.nothing(order.state()));
  }

  @Test
  void shouldNoteTheReplyOfAParkedSagaAndSendNothing() {
    order.start(TWO_APPLES);
    order.parks("CORRUPT");
    var decision = order.succeeds(action(RESERVE_STOCK));

    assertThat(decision.events()).containsExactly(new StepSucceeded(RESERVE_STOCK, null));
    assertThat(decision.effects()).isEmpty();
    assertThat(decision.state().status()).isEqualTo(SagaStatus.PARKED);
  }

  @Test
  void shouldNoteThatAParkedSagaHasToTurnRound() {
    booked();
    order.parks("CORRUPT");
    var decision = order.rejects(action(CHARGE_CARD), "CARD_REFUSED");

    assertThat(decision.events())
        .containsExactly(
            new StepRejected(CHARGE_CARD, because("CARD_REFUSED")),
            new CompensationStarted(because("CARD_REFUSED")));
    assertThat(decision.effects()).isEmpty();
    assertThat(decision.state().standing())
        .isEqualTo(
            new Standing(
                SagaStatus.PARKED,
                SagaStatus.COMPENSATING,
                because("CARD_REFUSED"),
                because("CORRUPT")));
  }

  @Test
  void shouldNotTryAgainWhileParked() {
    order.start(TWO_APPLES);
    order.triesAgain(action(RESERVE_STOCK), "BUSY");
    order.parks("CORRUPT");

    assertThat(order.isTriedAgain(action(RESERVE_STOCK)))
        .isEqualTo(Decision.nothing(order.state()));
  }

  @Test
  void shouldNotCountSilenceWhileParked() {
    order.start(TWO_APPLES);
    order.parks("CORRUPT");

    assertThat(order.isSilent(action(RESERVE_STOCK))).isEqualTo(Decision.nothing(order.state()));
  }

  @Test
  void shouldKeepTheFirstReasonWhenAParkedSagaGetsStuckToo() {
    paid();
    order.parks("CORRUPT");
    var decision = order.rejects(action(CONFIRM_ORDER), "UNKNOWN_ORDER");

    assertThat(decision.events())
        .containsExactly(new StepStuck(CONFIRM_ORDER, Direction.ACTION, because("UNKNOWN_ORDER")));
    assertThat(decision.state().reason()).isEqualTo(because("CORRUPT"));
  }

  private static void assertParked(Decision decision, CommandId stuck, Reason reason) {
    assertThat(decision.events())
        .isEqualTo(List.of(new StepStuck(stuck.step(), stuck.direction(), reason)));
    assertThat(decision.effects()).containsExactly(new Report());
    assertThat(decision.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(decision.state().reason()).isEqualTo(reason);
  }

  private void booked() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    order.succeeds(action(BOOK_COURIER));
  }

  private void paid() {
    booked();
    order.succeeds(action(CHARGE_CARD));
  }
}
