package io.palinode.core;

import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The saga of most tests here: two steps that can be undone, a pivot, a retriable step. */
final class PlaceOrder {
  static final String RESERVE_STOCK = "reserve-stock";
  static final String BOOK_COURIER = "book-courier";
  static final String CHARGE_CARD = "charge-card";
  static final String CONFIRM_ORDER = "confirm-order";

  static final Order TWO_APPLES = new Order("order-1", "apple", 2, null);
  static final Order RESERVED = new Order("order-1", "apple", 2, "r-7");

  /** Three attempts, 200 ms and 400 ms apart. */
  static final RetryPolicy THRICE = RetryPolicy.attempts(3).jitter(0);

  static final RetryPolicy TWICE = RetryPolicy.attempts(2).jitter(0);

  private PlaceOrder() {}

  record Order(String id, String sku, int quantity, @Nullable String reservation) {
    Order reserved(StockReserved reply) {
      return new Order(id, sku, quantity, reply.reservation());
    }
  }

  record ReserveStock(String order, String sku, int quantity) {}

  record StockReserved(String reservation) {}

  record ReleaseStock(String order, @Nullable String reservation) {}

  record BookCourier(String order) {}

  record CancelCourier(String order) {}

  record ChargeCard(String order) {}

  record ConfirmOrder(String order) {}

  static SagaDefinition<Order> saga() {
    SagaBuilder<Order> saga = Saga.named("place-order", Order.class);
    saga.step(RESERVE_STOCK)
        .at("stock")
        .command(order -> new ReserveStock(order.id(), order.sku(), order.quantity()))
        .onReply(StockReserved.class, Order::reserved)
        .compensation(order -> new ReleaseStock(order.id(), order.reservation()))
        .timeout(Duration.ofSeconds(10))
        .retry(THRICE.notOn("DISCONTINUED"))
        .compensationRetry(TWICE);
    saga.step(BOOK_COURIER)
        .at("delivery")
        .command(order -> new BookCourier(order.id()))
        .compensation(order -> new CancelCourier(order.id()))
        .timeout(Duration.ofSeconds(10))
        .retry(TWICE)
        .compensationRetry(TWICE);
    saga.step(CHARGE_CARD)
        .at("payments")
        .command(order -> new ChargeCard(order.id()))
        .pivot()
        .timeout(Duration.ofSeconds(20))
        .retry(TWICE.notOn("CARD_STOLEN"));
    saga.step(CONFIRM_ORDER)
        .at("orders")
        .command(order -> new ConfirmOrder(order.id()))
        .retriable()
        .timeout(Duration.ofSeconds(10))
        .retry(TWICE);
    return saga.build();
  }
}
