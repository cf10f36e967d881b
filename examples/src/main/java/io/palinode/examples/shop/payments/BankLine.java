package io.palinode.examples.shop.payments;

import java.time.Duration;

/** The time that a bank takes. */
@FunctionalInterface
public interface BankLine {

  /** Returns when the time has passed. */
  void await(Duration delay) throws InterruptedException;
}
