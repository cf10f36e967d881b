package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.CONFIRM_ORDER;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.PlaceOrder.ChargeCard;
import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import org.junit.jupiter.api.Test;

/** Parked sagas that a person has tried once more. */
class FreedTest {
  private static final Reason RETRIED = new Reason("RETRIED", "The bank is back.");

  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldAskTheBankOnceMoreWhetherTheCardIsCharged() {
    atTheBank();
    order.isSilent(action(CHARGE_CARD));
    order.isTriedAgain(action(CHARGE_CARD));
    order.isSilent(action(CHARGE_CARD));
    Ruling ruling = retry();

    assertThat(ruling.verdict()).isEqualTo(Verdict.DONE);
    assertThat(ruling.decision().events())
        .containsExactly(new SagaResumed(RETRIED), order.issued(action(CHARGE_CARD), 3));
    assertThat(ruling.decision().effects())
        .containsExactly(order.send(action(CHARGE_CARD), 3, new ChargeCard("order-1")));
    order.succeeds(action(CHARGE_CARD));
    assertThat(order.state().status()).isEqualTo(SagaStatus.RUNNING);
    assertThat(order.state().reason()).isNull();
  }

  @Test
  void shouldParkAgainWhenTheOneAttemptFails() {
    atTheBank();
    order.triesAgain(action(CHARGE_CARD), "CARD_STOLEN");
    retry();
    order.isSilent(action(CHARGE_CARD));

    assertThat(order.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(order.state().step(CHARGE_CARD).attempt()).isEqualTo(2);
  }

  @Test
  void shouldGoOnUndoingOnceTheStuckCompensationSucceeds() {
    atTheBank();
    order.rejects(action(CHARGE_CARD), "CARD_REFUSED");
    order.rejects(compensation(BOOK_COURIER), "CLOSED");
    order.isTriedAgain(compensation(BOOK_COURIER));
    order.rejects(compensation(BOOK_COURIER), "CLOSED");
    assertThat(order.state().standing())
        .isEqualTo(
            new Standing(
                SagaStatus.PARKED,
                SagaStatus.COMPENSATING,
                because("CARD_REFUSED"),
                because("CLOSED")));

    assertThat(retry().decision().events())
        .containsExactly(new SagaResumed(RETRIED), order.issued(compensation(BOOK_COURIER), 3));
    order.succeeds(compensation(BOOK_COURIER));
    order.succeeds(compensation(RESERVE_STOCK));
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(order.state().reason()).isEqualTo(because("CARD_REFUSED"));
  }

  @Test
  void shouldParkAgainWhereTheCommandStillCannotBeBuilt() {
    LiveSaga<String> page = new LiveSaga<>(Faulty.command(Faulty.workingFor(0)));
    page.start("page");
    Ruling ruling = page.retried(RETRIED.text());

    assertThat(ruling.decision().events()).hasSize(2);
    assertThat(ruling.decision().events().get(1)).isInstanceOf(StepStuck.class);
    assertThat(page.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(page.state().step(Faulty.WRITE).status()).isEqualTo(StepStatus.ACTION_STUCK);
  }

  @Test
  void shouldConfirmAPaidOrderOnceMore() {
    atTheBank();
    order.succeeds(action(CHARGE_CARD));
    order.rejects(action(CONFIRM_ORDER), "UNKNOWN_ORDER");

    assertThat(retry().decision().events())
        .containsExactly(new SagaResumed(RETRIED), order.issued(action(CONFIRM_ORDER), 2));
  }

  private Ruling retry() {
    return order.retried(RETRIED.text());
  }

  private void atTheBank() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    order.succeeds(action(BOOK_COURIER));
  }
}
