package io.palinode.examples.shop.node;

import io.palinode.examples.shop.ShopService;
import io.palinode.examples.shop.orders.OrdersService;
import io.palinode.examples.shop.payments.PaymentsService;
import io.palinode.examples.shop.shipping.ShippingService;
import io.palinode.examples.shop.stock.StockService;
import java.util.List;

/** The services of the shop. */
public final class ShopServices {
  private ShopServices() {}

  /** All four, new. */
  public static List<ShopService> all() {
    return List.of(
        new StockService(),
        new PaymentsService(delay -> Thread.sleep(delay.toMillis())),
        new ShippingService(),
        new OrdersService());
  }

  /**
   * One of them, new.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static ShopService named(String name) {
    return all().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no service '%s'; there are %s."
                        .formatted(name, all().stream().map(ShopService::name).toList())));
  }
}
