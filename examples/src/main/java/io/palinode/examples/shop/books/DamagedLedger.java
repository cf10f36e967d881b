package io.palinode.examples.shop.books;

import java.nio.file.Path;

/** A ledger has a line that is whole and cannot be read: somebody else wrote into it. */
public final class DamagedLedger extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DamagedLedger(Path file, long line, Throwable cause) {
    super(
        "Line %d of the ledger %s cannot be read: %s".formatted(line, file, cause.getMessage()),
        cause);
  }
}
