package io.palinode.examples.shop.orders;

import io.palinode.examples.shop.ShopService;
import io.palinode.examples.shop.books.Book;
import io.palinode.examples.shop.books.Posting.Confirmed;
import io.palinode.examples.shop.books.Postings;
import io.palinode.participant.CommandContext;
import io.palinode.participant.Inbox;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;
import org.jspecify.annotations.Nullable;

/** Confirms orders to customers. It never says no: by then the money has been taken. */
public final class OrdersService implements ShopService {

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public Book book() {
    return posting -> {};
  }

  @Override
  public Participant participant(Inbox inbox) {
    return Participant.named(name()).on(ConfirmOrder.class, this::confirm).inbox(inbox).build();
  }

  private Reply confirm(ConfirmOrder command, CommandContext context) {
    Postings postings = context.transaction(Postings.class);
    @Nullable String tracking = command.tracking();
    postings.add(new Confirmed(command.order(), tracking == null ? "" : tracking));
    return Reply.succeeded();
  }
}
