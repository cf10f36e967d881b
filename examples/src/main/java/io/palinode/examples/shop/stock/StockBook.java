package io.palinode.examples.shop.stock;

import io.palinode.examples.shop.books.Book;
import io.palinode.examples.shop.books.Posting;
import io.palinode.examples.shop.books.Posting.Delivered;
import io.palinode.examples.shop.books.Posting.Released;
import io.palinode.examples.shop.books.Posting.Reserved;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shelves: what is left of every article, and what is kept for whom.
 *
 * <p>An article named {@code ...-LTD<n>} is an edition of n pieces; of any other the warehouse was
 * delivered {@value #USUAL}.
 */
final class StockBook implements Book {
  private static final int USUAL = 1_000;
  private static final Pattern EDITION = Pattern.compile(".*-LTD(\\d{1,6})");

  private final Map<String, Integer> shelves = new HashMap<>();
  private final Map<String, Reserved> reservations = new HashMap<>();
  private int numbers;

  @Override
  public void post(Posting posting) {
    if (posting instanceof Delivered delivered) {
      shelves.put(delivered.sku(), delivered.pieces());
    } else if (posting instanceof Reserved reserved) {
      numbers++;
      shelves.put(reserved.sku(), reserved.left());
      reservations.put(reserved.order(), reserved);
    } else if (posting instanceof Released released) {
      shelves.put(released.sku(), released.left());
      reservations.remove(released.order());
    }
  }

  /** True once the article has been on a shelf. */
  boolean carries(String sku) {
    return shelves.containsKey(sku);
  }

  int left(String sku) {
    return shelves.getOrDefault(sku, delivery(sku));
  }

  Optional<Reserved> reservation(String order) {
    return Optional.ofNullable(reservations.get(order));
  }

  String nextNumber() {
    return "RES-%06d".formatted(numbers + 1);
  }

  private static int delivery(String sku) {
    Matcher edition = EDITION.matcher(sku);
    return edition.matches() ? Integer.parseInt(edition.group(1)) : USUAL;
  }
}
