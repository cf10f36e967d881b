package io.palinode.examples.shop.stock;

import io.palinode.examples.shop.ShopService;
import io.palinode.examples.shop.books.Book;
import io.palinode.examples.shop.books.Posting.Delivered;
import io.palinode.examples.shop.books.Posting.Released;
import io.palinode.examples.shop.books.Posting.Reserved;
import io.palinode.examples.shop.books.Postings;
import io.palinode.participant.CommandContext;
import io.palinode.participant.Inbox;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;

/**
 * Keeps pieces for orders, and puts them back.
 *
 * <p>Says no with {@code SOLD_OUT} where fewer are left than an order wants.
 */
public final class StockService implements ShopService {
  private final StockBook stock = new StockBook();

  @Override
  public String name() {
    return "stock";
  }

  @Override
  public Book book() {
    return stock;
  }

  @Override
  public Participant participant(Inbox inbox) {
    return Participant.named(name())
        .on(ReserveStock.class, this::reserve)
        .onCompensation(ReleaseStock.class, this::release)
        .inbox(inbox)
        .build();
  }

  private Reply reserve(ReserveStock command, CommandContext context) {
    Postings postings = context.transaction(Postings.class);
    String sku = command.sku();
    int left = stock.left(sku);
    if (left < command.quantity()) {
      return Reply.rejected(
          "SOLD_OUT",
          "%d of %s are left; the order wants %d.".formatted(left, sku, command.quantity()));
    }
    if (!stock.carries(sku)) {
      postings.add(new Delivered(sku, left));
    }
    String number = stock.nextNumber();
    int pieces = command.quantity();
    postings.add(new Reserved(number, command.order(), sku, pieces, left - pieces));
    return Reply.succeeded(new StockReserved(number));
  }

  private Reply release(ReleaseStock command, CommandContext context) {
    Postings postings = context.transaction(Postings.class);
    Reserved kept =
        stock
            .reservation(command.order())
            .orElseThrow(() -> new IllegalStateException("Nothing is kept for " + command));
    int left = stock.left(kept.sku()) + kept.pieces();
    postings.add(new Released(kept.reservation(), kept.order(), kept.sku(), kept.pieces(), left));
    return Reply.succeeded();
  }
}
