package io.palinode.examples.shop;

import org.jspecify.annotations.Nullable;

/**
 * A customer's order: the data of the saga {@link PlaceOrder}.
 *
 * <p>Immutable. The last three parts are what the services answered, and null until they did. A
 * real shop keeps its payment provider's token here, not the number of a card.
 *
 * @param id the order's number, which is the saga's id too
 * @param cents what the customer pays
 * @param reservation the stock service's number for the reserved pieces
 * @param authorisation the payment service's number for the money that is held
 * @param tracking the carrier's number for the parcel
 */
public record Order(
    String id,
    String customer,
    String sku,
    int quantity,
    long cents,
    String card,
    String postcode,
    @Nullable String reservation,
    @Nullable String authorisation,
    @Nullable String tracking) {

  /** An order as it comes from the customer. */
  public static Order placed(
      String id,
      String customer,
      String sku,
      int quantity,
      long cents,
      String card,
      String postcode) {
    return new Order(id, customer, sku, quantity, cents, card, postcode, null, null, null);
  }

  public Order reserved(String number) {
    return new Order(
        id, customer, sku, quantity, cents, card, postcode, number, authorisation, tracking);
  }

  public Order authorised(String number) {
    return new Order(
        id, customer, sku, quantity, cents, card, postcode, reservation, number, tracking);
  }

  public Order shipped(String number) {
    return new Order(
        id, customer, sku, quantity, cents, card, postcode, reservation, authorisation, number);
  }
}
