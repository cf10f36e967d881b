package io.palinode.examples.shop.books;

/**
 * What a service knows: the sum of its postings.
 *
 * <p>Called and read under the lock of its {@link LedgerInbox}.
 */
@FunctionalInterface
public interface Book {

  /**
   * Adds one entry, when it has just been written and again when the ledger is read after a start.
   */
  void post(Posting posting);
}
