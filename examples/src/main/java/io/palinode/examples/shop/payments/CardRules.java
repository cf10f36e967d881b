package io.palinode.examples.shop.payments;

import java.time.Duration;

/**
 * How a card behaves, as its number says. The last four digits mark the test cards, as payment
 * providers have them.
 *
 * <ul>
 *   <li>{@code 5...}: prepaid, with 100.00 on it. Every other card has 2,000.00.
 *   <li>{@code ...0101}: its bank is busy, and answers at the third attempt.
 *   <li>{@code ...0202}: its bank is slow, and answers the first attempt when nobody waits any
 *       more.
 *   <li>{@code ...0303}: its bank lets go of no money.
 *   <li>{@code ...0404}: its bank holds the money and then does not pay it out.
 * </ul>
 *
 * <p>Immutable.
 */
record CardRules(String card) {
  /** Longer than the order saga waits for a bank. */
  static final Duration SLOW = Duration.ofMillis(1_300);

  private static final int BUSY_ATTEMPTS = 2;
  private static final long USUAL_CENTS = 200_000;
  private static final long PREPAID_CENTS = 10_000;

  /** The greatest sum that may be held on it and taken from it, in cents. */
  long limit() {
    return card.startsWith("5") ? PREPAID_CENTS : USUAL_CENTS;
  }

  boolean busyAt(int attempt) {
    return card.endsWith("0101") && attempt <= BUSY_ATTEMPTS;
  }

  /** How long its bank takes to answer. */
  Duration delayAt(int attempt) {
    return card.endsWith("0202") && attempt == 1 ? SLOW : Duration.ZERO;
  }

  boolean keepsHolds() {
    return card.endsWith("0303");
  }

  boolean refusesCapture() {
    return card.endsWith("0404");
  }

  /** The number as it may be shown. */
  String masked() {
    return "card ending in " + card.substring(Math.max(0, card.length() - 4));
  }
}
