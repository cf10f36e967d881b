package io.palinode.examples.shop.audit;

/** Money on all cards, in cents, by what became of it. */
public record MoneyTotals(long authorised, long captured, long voided, long held) {

  boolean addUp() {
    return authorised == captured + voided + held;
  }
}
