package io.palinode.saga;

import java.util.Objects;

/**
 * The place where a saga definition begins.
 *
 * <pre>{@code
 * SagaDefinition<Order> placeOrder =
 *     Saga.named("place-order", Order.class)
 *         .step("reserve-stock").at("stock")
 *             .command(order -> new ReserveStock(order.id(), order.sku(), order.quantity()))
 *             .onReply(StockReserved.class, Order::reserved)
 *             .compensation(order -> new ReleaseStock(order.id()))
 *         .step("charge-card").at("payments")
 *             .command(order -> new ChargeCard(order.card(), order.total()))
 *             .pivot()
 *         .step("confirm-order").at("orders")
 *             .command(order -> new ConfirmOrder(order.id()))
 *             .retriable()
 *         .build();
 * }</pre>
 */
public final class Saga {
  private Saga() {}

  /**
   * Begins the definition of a saga.
   *
   * @param name how the saga is called in starts, journals and reports: lower-case words joined by
   *     hyphens, at most 64 characters
   * @param dataType the class of the saga's data, which Jackson must be able to write and read; a
   *     record is best
   */
  public static <D> SagaBuilder<D> named(String name, Class<D> dataType) {
    return new SagaBuilder<>(
        name, Objects.requireNonNull(dataType, "Saga '%s' has no class of data.".formatted(name)));
  }
}
