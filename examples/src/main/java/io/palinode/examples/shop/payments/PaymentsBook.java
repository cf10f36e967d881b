package io.palinode.examples.shop.payments;

import io.palinode.examples.shop.books.Book;
import io.palinode.examples.shop.books.Posting;
import io.palinode.examples.shop.books.Posting.Authorised;
import io.palinode.examples.shop.books.Posting.Captured;
import io.palinode.examples.shop.books.Posting.Voided;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The money: what is held for whom, and how much of every card is used up. */
final class PaymentsBook implements Book {
  private final Map<String, Authorised> holds = new HashMap<>();
  private final Map<String, Long> usedByCard = new HashMap<>();
  private int numbers;
  private long held;

  @Override
  public void post(Posting posting) {
    if (posting instanceof Authorised authorised) {
      numbers++;
      held = authorised.held();
      holds.put(authorised.order(), authorised);
      usedByCard.merge(authorised.card(), authorised.cents(), Long::sum);
    } else if (posting instanceof Voided voided) {
      held = voided.held();
      Authorised gone = holds.remove(voided.order());
      if (gone != null) {
        usedByCard.merge(gone.card(), -gone.cents(), Long::sum);
      }
    } else if (posting instanceof Captured captured) {
      held = captured.held();
      holds.remove(captured.order());
    }
  }

  /** What is held on all cards, in cents. */
  long held() {
    return held;
  }

  /** What is held on a card and has been taken from it, in cents. */
  long used(String card) {
    return usedByCard.getOrDefault(card, 0L);
  }

  Optional<Authorised> hold(String order) {
    return Optional.ofNullable(holds.get(order));
  }

  String nextNumber() {
    return "AUTH-%06d".formatted(numbers + 1);
  }
}
