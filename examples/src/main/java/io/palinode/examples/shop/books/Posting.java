package io.palinode.examples.shop.books;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One effect, as a service writes it into its books.
 *
 * <ul>
 *   <li>Nothing is ever taken back out: what is undone gets an entry of its own.
 *   <li>Entries about pieces and money state the balance after them, so that a missing, doubled or
 *       changed line does not add up.
 * </ul>
 *
 * <p>Immutable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Posting.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = Posting.Reserved.class, name = "reserved"),
  @JsonSubTypes.Type(value = Posting.Released.class, name = "released"),
  @JsonSubTypes.Type(value = Posting.Authorised.class, name = "authorised"),
  @JsonSubTypes.Type(value = Posting.Voided.class, name = "voided"),
  @JsonSubTypes.Type(value = Posting.Captured.class, name = "captured"),
  @JsonSubTypes.Type(value = Posting.Arranged.class, name = "arranged"),
  @JsonSubTypes.Type(value = Posting.Cancelled.class, name = "cancelled"),
  @JsonSubTypes.Type(value = Posting.Confirmed.class, name = "confirmed")
})
public sealed interface Posting {

  /** An entry about an order. */
  sealed interface OfOrder extends Posting {
    String order();
  }

  /** The first pieces of an article are on the shelf. */
  record Delivered(String sku, int pieces) implements Posting {}

  /**
   * Pieces are kept for an order.
   *
   * @param left pieces of the article that are on the shelf afterwards
   */
  record Reserved(String reservation, String order, String sku, int pieces, int left)
      implements OfOrder {}

  /**
   * Pieces are back on the shelf.
   *
   * @param left pieces of the article that are on the shelf afterwards
   */
  record Released(String reservation, String order, String sku, int pieces, int left)
      implements OfOrder {}

  /**
   * Money is held on a card.
   *
   * @param held on all cards afterwards, in cents
   */
  record Authorised(String authorisation, String order, String card, long cents, long held)
      implements OfOrder {}

  /**
   * Money is not held any more.
   *
   * @param held on all cards afterwards, in cents
   */
  record Voided(String authorisation, String order, long cents, long held) implements OfOrder {}

  /**
   * Money that was held is taken.
   *
   * @param held on all cards afterwards, in cents
   */
  record Captured(String authorisation, String order, long cents, long held) implements OfOrder {}

  /** A carrier is booked. */
  record Arranged(String tracking, String order, String postcode) implements OfOrder {}

  /** The carrier is called off. */
  record Cancelled(String tracking, String order) implements OfOrder {}

  /** The customer has been told. */
  record Confirmed(String order, String tracking) implements OfOrder {}
}
