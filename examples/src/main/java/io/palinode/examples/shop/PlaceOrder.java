package io.palinode.examples.shop;

import io.palinode.examples.shop.orders.ConfirmOrder;
import io.palinode.examples.shop.payments.AuthorisePayment;
import io.palinode.examples.shop.payments.CapturePayment;
import io.palinode.examples.shop.payments.PaymentAuthorised;
import io.palinode.examples.shop.payments.VoidAuthorisation;
import io.palinode.examples.shop.shipping.ArrangeShipping;
import io.palinode.examples.shop.shipping.CancelShipping;
import io.palinode.examples.shop.shipping.ShippingArranged;
import io.palinode.examples.shop.stock.ReleaseStock;
import io.palinode.examples.shop.stock.ReserveStock;
import io.palinode.examples.shop.stock.StockReserved;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;

/**
 * The order saga: reserve, authorise, ship, take the money, confirm.
 *
 * <ul>
 *   <li>Until the money is taken every step can be undone, and is when a later one fails.
 *   <li>Taking the money is the pivot: from there on the order goes through.
 *   <li>A compensation names the order and nothing that a reply would have told: after a silence
 *       there was no reply, and the step is undone all the same.
 *   <li>Waits are short, so that a demonstration shows in seconds what production shows in minutes.
 * </ul>
 */
public final class PlaceOrder {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_WITH_BANKS = Duration.ofSeconds(1);

  private static final RetryPolicy FEW =
      RetryPolicy.attempts(3).backoff(Duration.ofMillis(150), 2, Duration.ofSeconds(1));
  private static final RetryPolicy SOME =
      RetryPolicy.attempts(6).backoff(Duration.ofMillis(150), 2, Duration.ofSeconds(2));
  private static final RetryPolicy MANY =
      RetryPolicy.attempts(10).backoff(Duration.ofMillis(150), 2, Duration.ofSeconds(1));

  public static final SagaDefinition<Order> DEFINITION =
      Saga.named("place-order", Order.class)
          .step("reserve-stock")
          .at("stock")
          .command(order -> new ReserveStock(order.id(), order.sku(), order.quantity()))
          .onReply(StockReserved.class, (order, reply) -> order.reserved(reply.reservation()))
          .compensation(order -> new ReleaseStock(order.id()))
          .timeout(PATIENCE)
          .retry(MANY)
          //
          .step("authorise-payment")
          .at("payments")
          .command(order -> new AuthorisePayment(order.id(), order.card(), order.cents()))
          .onReply(PaymentAuthorised.class, (order, reply) -> order.authorised(reply.number()))
          .compensation(order -> new VoidAuthorisation(order.id()))
          .compensationRetry(SOME)
          .timeout(PATIENCE_WITH_BANKS)
          .retry(MANY)
          //
          .step("arrange-shipping")
          .at("shipping")
          .command(order -> new ArrangeShipping(order.id(), order.customer(), order.postcode()))
          .onReply(ShippingArranged.class, (order, reply) -> order.shipped(reply.tracking()))
          .compensation(order -> new CancelShipping(order.id()))
          .timeout(PATIENCE)
          .retry(FEW)
          //
          .step("capture-payment")
          .at("payments")
          .command(order -> new CapturePayment(order.id(), order.authorisation()))
          .pivot()
          .timeout(PATIENCE)
          .retry(MANY)
          //
          .step("confirm-order")
          .at("orders")
          .command(order -> new ConfirmOrder(order.id(), order.customer(), order.tracking()))
          .retriable()
          .timeout(PATIENCE)
          .retry(MANY)
          .build();

  private PlaceOrder() {}
}
