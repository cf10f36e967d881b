package io.palinode.examples.office;

import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.WhenHeld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The saga that gives up what was left in carts: every 15 minutes, unless the sweep before is still
 * at work.
 */
public final class SweepCarts {
  private static final int MOST = 50;

  /** One cart is given up, by itself or in a sweep; nothing in it can fail. */
  public static final SagaDefinition<Cart> GIVE_UP =
      Saga.named("give-up-cart", Cart.class)
          .step("free-stock")
          .at("stock")
          .command(cart -> new FreeStock(cart.number()))
          .retriable()
          .step("tell-customer")
          .at("mail")
          .command(cart -> new TellCustomer(cart.number()))
          .retriable()
          .build();

  public static final SagaDefinition<Sweep> DEFINITION =
      Saga.named("sweep-carts", Sweep.class)
          .every(Duration.ofMinutes(15))
          .data(time -> new Sweep(time.minusDays(1).toInstant(), List.of()))
          .exclusiveBy(sweep -> "all", WhenHeld.reject())
          //
          .step("find-carts")
          .at("shop")
          .command(sweep -> new FindCarts(sweep.leftBefore(), MOST))
          .onReply(CartsFound.class, (sweep, found) -> new Sweep(sweep.leftBefore(), found.carts()))
          .withoutCompensation()
          .retry(RetryPolicy.never())
          //
          .forEach("carts", String.class, Sweep::carts)
          .atMost(MOST)
          .atOnce(5)
          .run(
              cart ->
                  cart.saga("give-up", GIVE_UP, number -> new Cart(number.item())).withoutResult())
          .build();

  private SweepCarts() {}

  /** What a sweep knows: how long ago, and which carts. */
  public record Sweep(Instant leftBefore, List<String> carts) {}

  public record Cart(String number) {}

  public record FindCarts(Instant leftBefore, int most) {}

  public record CartsFound(List<String> carts) {}

  public record FreeStock(String cart) {}

  public record TellCustomer(String cart) {}
}
