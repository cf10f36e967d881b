package io.palinode.examples.shop.audit;

import io.palinode.examples.shop.books.Posting;
import io.palinode.examples.shop.books.Posting.Arranged;
import io.palinode.examples.shop.books.Posting.Authorised;
import io.palinode.examples.shop.books.Posting.Cancelled;
import io.palinode.examples.shop.books.Posting.Captured;
import io.palinode.examples.shop.books.Posting.Confirmed;
import io.palinode.examples.shop.books.Posting.Released;
import io.palinode.examples.shop.books.Posting.Reserved;
import io.palinode.examples.shop.books.Posting.Voided;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the books of all services say about one order.
 *
 * <p>Filled by one thread.
 */
final class Trail {
  private final List<Posting.OfOrder> entries = new ArrayList<>();

  void add(Posting.OfOrder entry) {
    entries.add(entry);
  }

  /** True if every step is done, and none is undone. */
  boolean done() {
    return standing(Reserved.class, Released.class)
        && standing(Authorised.class, Voided.class)
        && standing(Arranged.class, Cancelled.class)
        && has(Captured.class)
        && has(Confirmed.class);
  }

  /** True if nothing stands: no step was done, or it was undone. */
  boolean undone() {
    return !standing(Reserved.class, Released.class)
        && !standing(Authorised.class, Voided.class)
        && !standing(Arranged.class, Cancelled.class)
        && !has(Captured.class)
        && !has(Confirmed.class);
  }

  /** What is wrong with the order's entries, whatever their sum. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    entries.stream()
        .collect(Collectors.groupingBy(Object::getClass, Collectors.counting()))
        .forEach(
            (entry, times) -> {
              if (times > 1) {
                faults.add("was %s %d times".formatted(word(entry), times));
              }
            });
    backed(Reserved.class, Released.class, faults);
    backed(Authorised.class, Voided.class, faults);
    backed(Authorised.class, Captured.class, faults);
    backed(Arranged.class, Cancelled.class, faults);
    if (has(Voided.class) && has(Captured.class)) {
      faults.add("had its money both voided and captured");
    }
    return faults;
  }

  /** The entries in words, for a person. */
  @Override
  public String toString() {
    return entries.isEmpty()
        ? "nothing"
        : entries.stream().map(entry -> word(entry.getClass())).collect(Collectors.joining(", "));
  }

  private void backed(
      Class<? extends Posting> first, Class<? extends Posting> then, List<String> faults) {
    if (has(then) && !has(first)) {
      faults.add("was %s and never %s".formatted(word(then), word(first)));
    }
  }

  private boolean standing(Class<? extends Posting> done, Class<? extends Posting> undone) {
    return has(done) && !has(undone);
  }

  private boolean has(Class<? extends Posting> entry) {
    return entries.stream().anyMatch(entry::isInstance);
  }

  private static String word(Class<?> entry) {
    return entry.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
