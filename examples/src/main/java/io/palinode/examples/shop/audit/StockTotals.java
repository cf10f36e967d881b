package io.palinode.examples.shop.audit;

/** Pieces of all articles, by what became of them. */
public record StockTotals(long delivered, long reserved, long released, long remaining) {

  boolean addUp() {
    return delivered - reserved + released == remaining;
  }
}
