package io.palinode.examples.shop.shipping;

import io.palinode.examples.shop.ShopService;
import io.palinode.examples.shop.books.Book;
import io.palinode.examples.shop.books.Posting;
import io.palinode.examples.shop.books.Posting.Arranged;
import io.palinode.examples.shop.books.Posting.Cancelled;
import io.palinode.examples.shop.books.Postings;
import io.palinode.participant.CommandContext;
import io.palinode.participant.Inbox;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Books carriers, and calls them off.
 *
 * <ul>
 *   <li>No carrier goes to postcodes {@code 99...}: a no, with {@code NO_CARRIER}.
 *   <li>The depot of postcodes {@code 88...} has a broken label printer: the handler throws, which
 *       the saga sees as "try again".
 * </ul>
 */
public final class ShippingService implements ShopService {
  private final Map<String, Arranged> parcels = new HashMap<>();
  private int numbers;

  @Override
  public String name() {
    return "shipping";
  }

  @Override
  public Book book() {
    return this::post;
  }

  @Override
  public Participant participant(Inbox inbox) {
    return Participant.named(name())
        .on(ArrangeShipping.class, this::arrange)
        .onCompensation(CancelShipping.class, this::cancel)
        .inbox(inbox)
        .build();
  }

  private void post(Posting posting) {
    if (posting instanceof Arranged arranged) {
      numbers++;
      parcels.put(arranged.order(), arranged);
    } else if (posting instanceof Cancelled cancelled) {
      parcels.remove(cancelled.order());
    }
  }

  private Reply arrange(ArrangeShipping command, CommandContext context) {
    Postings postings = context.transaction(Postings.class);
    if (command.postcode().startsWith("99")) {
      return Reply.rejected("NO_CARRIER", "No carrier goes to %s.".formatted(command.postcode()));
    }
    if (command.postcode().startsWith("88")) {
      throw new LabelPrinterBroken(command.postcode());
    }
    String tracking = "PARCEL-%06d".formatted(numbers + 1);
    postings.add(new Arranged(tracking, command.order(), command.postcode()));
    return Reply.succeeded(new ShippingArranged(tracking));
  }

  private Reply cancel(CancelShipping command, CommandContext context) {
    Postings postings = context.transaction(Postings.class);
    @Nullable Arranged parcel = parcels.get(command.order());
    if (parcel == null) {
      throw new IllegalStateException("No carrier is booked for " + command);
    }
    postings.add(new Cancelled(parcel.tracking(), parcel.order()));
    return Reply.succeeded();
  }
}
