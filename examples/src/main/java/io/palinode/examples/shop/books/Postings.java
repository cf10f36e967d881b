package io.palinode.examples.shop.books;

import java.util.ArrayList;
import java.util.List;

/**
 * The local transaction of a service: the entries that one command makes.
 *
 * <p>A handler asks its context for it before it reads the service's book. From then until the
 * command is settled no other command reads or writes there, as after {@code SELECT ... FOR
 * UPDATE}.
 *
 * <p>Used by the handler's thread.
 */
public final class Postings {
  private final List<Posting> entries = new ArrayList<>();

  Postings() {}

  /** Adds an entry, which is written if the handler answers succeeded. */
  public void add(Posting posting) {
    entries.add(posting);
  }

  List<Posting> entries() {
    return entries;
  }

  void clear() {
    entries.clear();
  }
}
