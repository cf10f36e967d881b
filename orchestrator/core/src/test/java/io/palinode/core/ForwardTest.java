package io.palinode.core;

import static io.palinode.core.LiveSaga.CODEC;
import static io.palinode.core.LiveSaga.ID;
import static io.palinode.core.LiveSaga.NOON;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.CONFIRM_ORDER;
import static io.palinode.core.PlaceOrder.RESERVED;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.core.Effect.Report;
import io.palinode.core.PlaceOrder.BookCourier;
import io.palinode.core.PlaceOrder.ChargeCard;
import io.palinode.core.PlaceOrder.ConfirmOrder;
import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.PlaceOrder.ReserveStock;
import io.palinode.core.PlaceOrder.StockReserved;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.SagaStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order that everybody accepts, and starts that nobody can accept. */
class ForwardTest {
  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldReserveStockFirst() {
    var decision = order.start(TWO_APPLES);

    assertThat(decision.events())
        .containsExactly(
            new SagaStarted(PlaceOrder.saga().ref(), CODEC.encode(TWO_APPLES)),
            order.issued(action(RESERVE_STOCK), 1));
    assertThat(decision.effects())
        .containsExactly(
            order.send(action(RESERVE_STOCK), 1, new ReserveStock("order-1", "apple", 2)));
    assertThat(decision.state())
        .isEqualTo(
            new SagaState(
                ID,
                PlaceOrder.saga().ref(),
                Standing.BEGUN,
                CODEC.encode(TWO_APPLES),
                List.of(new StepState(RESERVE_STOCK, StepStatus.ACTING, 1, NOON + 10_000)),
                List.of()));
  }

  @Test
  void shouldKeepTheReservationAndBookACourier() {
    order.start(TWO_APPLES);
    var decision = order.succeeds(action(RESERVE_STOCK), new StockReserved("r-7"));

    assertThat(decision.events())
        .containsExactly(
            new StepSucceeded(RESERVE_STOCK, CODEC.encode(RESERVED)),
            order.issued(action(BOOK_COURIER), 1));
    assertThat(decision.effects())
        .containsExactly(order.send(action(BOOK_COURIER), 1, new BookCourier("order-1")));
    assertThat(decision.state().data()).isEqualTo(CODEC.encode(RESERVED));
  }

  @Test
  void shouldGoOnToTheEndStepByStep() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), new StockReserved("r-7"));

    var courier = order.succeeds(action(BOOK_COURIER));
    assertThat(courier.events())
        .containsExactly(
            new StepSucceeded(BOOK_COURIER, null), order.issued(action(CHARGE_CARD), 1));
    assertThat(courier.effects())
        .containsExactly(order.send(action(CHARGE_CARD), 1, new ChargeCard("order-1")));

    var card = order.succeeds(action(CHARGE_CARD));
    assertThat(card.events())
        .containsExactly(
            new StepSucceeded(CHARGE_CARD, null), order.issued(action(CONFIRM_ORDER), 1));
    assertThat(card.effects())
        .containsExactly(order.send(action(CONFIRM_ORDER), 1, new ConfirmOrder("order-1")));

    var end = order.succeeds(action(CONFIRM_ORDER));
    assertThat(end.events())
        .containsExactly(
            new StepSucceeded(CONFIRM_ORDER, null), new SagaEnded(SagaStatus.COMPLETED));
    assertThat(end.effects()).containsExactly(new Report());
    assertThat(end.state().data()).isEqualTo(CODEC.encode(RESERVED));
  }

  @Test
  void shouldTakeASuccessWhoseReplyTheDefinitionDoesNotKnow() {
    order.start(TWO_APPLES);
    var decision = order.succeeds(action(RESERVE_STOCK), new ChargeCard("surprise"));

    assertThat(decision.events())
        .containsExactly(
            new StepSucceeded(RESERVE_STOCK, null), order.issued(action(BOOK_COURIER), 1));
  }

  @Test
  void shouldRefuseToStartWithDataThatCannotBeRead() {
    Payload text = new Payload("order", "\"two apples\"".getBytes(StandardCharsets.UTF_8));

    assertThatExceptionOfType(MalformedMessage.class)
        .isThrownBy(() -> order.start(text))
        .withMessageContaining("The payload 'order' cannot be read as " + Order.class.getName());
  }

  @Test
  void shouldRefuseToStartWithDataAboveTheLimit() {
    Payload orchard =
        new Payload(
            "order", ("{\"id\":\"" + "x".repeat(3_000) + "\"}").getBytes(StandardCharsets.UTF_8));

    assertThatExceptionOfType(PayloadTooLarge.class)
        .isThrownBy(() -> order.start(orchard))
        .withMessageStartingWith("Payload order takes 3,009 bytes as JSON; the limit is 2,000.");
  }
}
