package io.palinode.examples.shop;

import io.palinode.examples.shop.books.Book;
import io.palinode.participant.Inbox;
import io.palinode.participant.Participant;

/**
 * A service of the shop: its book, and its handlers for the commands of sagas.
 *
 * <p>The handlers hold what they decide in the inbox's transaction, and read the book under it.
 */
public interface ShopService {

  /** The name under which sagas address it, and of its ledger. */
  String name();

  /** The book that its handlers read, empty until its ledger is opened. */
  Book book();

  /** Its half of the sagas. */
  Participant participant(Inbox inbox);
}
