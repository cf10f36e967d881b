package io.palinode.examples.shop.audit;

import io.palinode.examples.shop.Amount;
import io.palinode.examples.shop.books.LedgerLine;
import io.palinode.examples.shop.books.Posting;
import io.palinode.examples.shop.books.Posting.Authorised;
import io.palinode.examples.shop.books.Posting.Captured;
import io.palinode.examples.shop.books.Posting.Voided;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the money again: what was authorised is captured, voided or still held, and the book
 * states the right sum after every single entry.
 *
 * <p>Filled by one thread.
 */
final class MoneyCheck {
  private final List<String> findings;
  private final Map<String, Long> holds = new HashMap<>();
  private long authorised;
  private long captured;
  private long voided;
  private long held;

  MoneyCheck(List<String> findings) {
    this.findings = findings;
  }

  MoneyTotals check(List<LedgerLine> lines) {
    for (LedgerLine line : lines) {
      line.entries().forEach(this::count);
    }
    long open = holds.values().stream().mapToLong(Long::longValue).sum();
    return new MoneyTotals(authorised, captured, voided, open);
  }

  private void count(Posting entry) {
    if (entry instanceof Authorised hold) {
      authorised += hold.cents();
      holds.merge(hold.authorisation(), hold.cents(), Long::sum);
      state(hold.authorisation(), hold.cents(), hold.held());
    } else if (entry instanceof Voided gone) {
      voided += gone.cents();
      end(gone.authorisation(), gone.cents(), gone.held());
    } else if (entry instanceof Captured taken) {
      captured += taken.cents();
      end(taken.authorisation(), taken.cents(), taken.held());
    }
  }

  private void end(String authorisation, long cents, long stated) {
    Long hold = holds.remove(authorisation);
    if (hold == null || hold != cents) {
      findings.add(
          "payments: %s ended with %s, and %s was held"
              .formatted(authorisation, Amount.of(cents), Amount.of(hold == null ? 0 : hold)));
    }
    state(authorisation, -cents, stated);
  }

  private void state(String authorisation, long by, long stated) {
    held += by;
    if (held != stated) {
      findings.add(
          "payments: after %s the book says that %s is held, the entries add up to %s"
              .formatted(authorisation, Amount.of(stated), Amount.of(held)));
    }
  }
}
