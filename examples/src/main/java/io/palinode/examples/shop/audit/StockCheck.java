package io.palinode.examples.shop.audit;

import io.palinode.examples.shop.books.LedgerLine;
import io.palinode.examples.shop.books.Posting;
import io.palinode.examples.shop.books.Posting.Delivered;
import io.palinode.examples.shop.books.Posting.Released;
import io.palinode.examples.shop.books.Posting.Reserved;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pieces again: delivered, less reserved, plus released, is what the book says is left
 * after every single entry.
 *
 * <p>Filled by one thread.
 */
final class StockCheck {
  private final List<String> findings;
  private final Map<String, Integer> shelves = new HashMap<>();
  private final Map<String, Reserved> reservations = new HashMap<>();
  private long delivered;
  private long reserved;
  private long released;

  StockCheck(List<String> findings) {
    this.findings = findings;
  }

  StockTotals check(List<LedgerLine> lines) {
    for (LedgerLine line : lines) {
      line.entries().forEach(this::count);
    }
    long remaining = shelves.values().stream().mapToLong(Integer::longValue).sum();
    return new StockTotals(delivered, reserved, released, remaining);
  }

  private void count(Posting entry) {
    if (entry instanceof Delivered first) {
      delivered += first.pieces();
      if (shelves.put(first.sku(), first.pieces()) != null) {
        findings.add("stock: %s was delivered twice".formatted(first.sku()));
      }
    } else if (entry instanceof Reserved taken) {
      reserved += taken.pieces();
      reservations.put(taken.reservation(), taken);
      move(taken.sku(), -taken.pieces(), taken.left(), taken.reservation());
    } else if (entry instanceof Released back) {
      released += back.pieces();
      @Nullable Reserved taken = reservations.get(back.reservation());
      if (taken != null && taken.pieces() != back.pieces()) {
        findings.add(
            "stock: %s took %d pieces and gave %d back"
                .formatted(back.reservation(), taken.pieces(), back.pieces()));
      }
      move(back.sku(), back.pieces(), back.left(), back.reservation());
    }
  }

  private void move(String sku, int by, int stated, String reservation) {
    int left = shelves.merge(sku, by, Integer::sum);
    if (left != stated) {
      findings.add(
          "stock: after %s the book says that %d of %s are left, the entries add up to %d"
              .formatted(reservation, stated, sku, left));
    }
    if (left < 0) {
      findings.add("stock: %d of %s are left after %s".formatted(left, sku, reservation));
    }
  }
}
