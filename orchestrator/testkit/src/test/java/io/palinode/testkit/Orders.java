package io.palinode.testkit;

import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The order saga that the tests of the test kit test. */
final class Orders {
  static final Order APPLES = new Order("order-1", "apple", 2, null);
  static final Order RESERVED = new Order("order-1", "apple", 2, "r-7");
  static final ReserveStock RESERVE = new ReserveStock("order-1", "apple", 2);
  static final ReleaseStock RELEASE = new ReleaseStock("order-1", "r-7");
  static final ReleaseStock RELEASE_WHATEVER = new ReleaseStock("order-1", null);
  static final ChargeCard CHARGE = new ChargeCard("order-1");
  static final ConfirmOrder CONFIRM = new ConfirmOrder("order-1");
  static final StockReserved R7 = new StockReserved("r-7");

  private Orders() {}

  record Order(String id, String sku, int quantity, @Nullable String reservation) {}

  record ReserveStock(String order, String sku, int quantity) {}

  record StockReserved(String reservation) {}

  record ReleaseStock(String order, @Nullable String reservation) {}

  record ChargeCard(String order) {}

  record ConfirmOrder(String order) {}

  /** One step, and a notice of its end. */
  static SagaDefinition<Order> telling(String topic) {
    return Saga.named("place-order", Order.class)
        .onCompleted(topic, order -> new ConfirmOrder(order.id()))
        .step("reserve-stock")
        .at("stock")
        .command(order -> new ReserveStock(order.id(), order.sku(), order.quantity()))
        .withoutCompensation()
        .build();
  }

  static SagaDefinition<Order> placeOrder() {
    RetryPolicy twice =
        RetryPolicy.attempts(2).backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(10)).jitter(0);
    SagaBuilder<Order> saga = Saga.named("place-order", Order.class);
    saga.step("reserve-stock")
        .at("stock")
        .command(order -> new ReserveStock(order.id(), order.sku(), order.quantity()))
        .onReply(
            StockReserved.class,
            (order, reply) ->
                new Order(order.id(), order.sku(), order.quantity(), reply.reservation()))
        .compensation(order -> new ReleaseStock(order.id(), order.reservation()))
        .retry(twice)
        .compensationRetry(twice);
    saga.step("charge-card")
        .at("payments")
        .command(order -> new ChargeCard(order.id()))
        .pivot()
        .retry(twice);
    saga.step("confirm-order")
        .at("orders")
        .command(order -> new ConfirmOrder(order.id()))
        .retriable();
    return saga.build();
  }

  static TestedSaga<Order> started() {
    return SagaTest.of(placeOrder()).started("order-1", APPLES);
  }
}
