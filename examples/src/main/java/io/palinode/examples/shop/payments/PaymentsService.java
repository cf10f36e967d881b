package io.palinode.examples.shop.payments;

import io.palinode.examples.shop.Amount;
import io.palinode.examples.shop.ShopService;
import io.palinode.examples.shop.books.Book;
import io.palinode.examples.shop.books.Posting.Authorised;
import io.palinode.examples.shop.books.Posting.Captured;
import io.palinode.examples.shop.books.Posting.Voided;
import io.palinode.examples.shop.books.Postings;
import io.palinode.participant.CommandContext;
import io.palinode.participant.Inbox;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;
import java.util.Optional;

/**
 * Holds money on cards, lets go of it, and takes it.
 *
 * <p>Says no with {@code CARD_REFUSED} where a card's limit does not reach, and with {@code
 * CAPTURE_REFUSED} where the bank does not pay out what it held. See {@link CardRules}.
 */
public final class PaymentsService implements ShopService {
  private final PaymentsBook payments = new PaymentsBook();
  private final BankLine bank;

  /**
   * A payment service.
   *
   * @param bank passes the time that a slow bank takes
   */
  public PaymentsService(BankLine bank) {
    this.bank = bank;
  }

  @Override
  public String name() {
    return "payments";
  }

  @Override
  public Book book() {
    return payments;
  }

  @Override
  public Participant participant(Inbox inbox) {
    return Participant.named(name())
        .on(AuthorisePayment.class, this::authorise)
        .onCompensation(VoidAuthorisation.class, this::release)
        .on(CapturePayment.class, this::capture)
        .inbox(inbox)
        .build();
  }

  private Reply authorise(AuthorisePayment command, CommandContext context)
      throws InterruptedException {
    CardRules card = new CardRules(command.card());
    if (card.busyAt(context.attempt())) {
      return Reply.tryAgain("BANK_BUSY", "The bank is busy.");
    }
    bank.await(card.delayAt(context.attempt()));
    Postings postings = context.transaction(Postings.class);
    long free = card.limit() - payments.used(command.card());
    if (command.cents() > free) {
      return Reply.rejected(
          "CARD_REFUSED",
          "The %s has %s left; the order costs %s."
              .formatted(card.masked(), Amount.of(free), Amount.of(command.cents())));
    }
    String number = payments.nextNumber();
    long held = payments.held() + command.cents();
    postings.add(new Authorised(number, command.order(), command.card(), command.cents(), held));
    return Reply.succeeded(new PaymentAuthorised(number));
  }

  private Reply release(VoidAuthorisation command, CommandContext context) {
    Postings postings = context.transaction(Postings.class);
    Authorised hold =
        payments
            .hold(command.order())
            .orElseThrow(() -> new IllegalStateException("Nothing is held for " + command));
    if (new CardRules(hold.card()).keepsHolds()) {
      return Reply.tryAgain("BANK_OFFLINE", "The bank does not answer.");
    }
    long held = payments.held() - hold.cents();
    postings.add(new Voided(hold.authorisation(), hold.order(), hold.cents(), held));
    return Reply.succeeded();
  }

  private Reply capture(CapturePayment command, CommandContext context) {
    Postings postings = context.transaction(Postings.class);
    Optional<Authorised> found =
        payments
            .hold(command.order())
            .filter(hold -> hold.authorisation().equals(command.authorisation()));
    if (found.isEmpty()) {
      return Reply.rejected("NOT_AUTHORISED", "Nothing is held under this number.");
    }
    Authorised hold = found.get();
    if (new CardRules(hold.card()).refusesCapture()) {
      return Reply.rejected("CAPTURE_REFUSED", "The bank does not pay out what it held.");
    }
    long held = payments.held() - hold.cents();
    postings.add(new Captured(hold.authorisation(), hold.order(), hold.cents(), held));
    return Reply.succeeded();
  }
}
