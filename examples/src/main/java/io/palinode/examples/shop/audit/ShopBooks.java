package io.palinode.examples.shop.audit;

import io.palinode.examples.shop.books.LedgerFormat;
import io.palinode.examples.shop.books.LedgerLine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ledgers of the four services, read from their files.
 *
 * <p>Immutable.
 */
public record ShopBooks(
    List<LedgerLine> stock,
    List<LedgerLine> payments,
    List<LedgerLine> shipping,
    List<LedgerLine> orders) {

  public ShopBooks {
    stock = List.copyOf(stock);
    payments = List.copyOf(payments);
    shipping = List.copyOf(shipping);
    orders = List.copyOf(orders);
  }

  /**
   * Reads them; a service without a file has done nothing yet.
   *
   * @throws io.palinode.examples.shop.books.DamagedLedger if a line cannot be read
   */
  public static ShopBooks read(Path directory) {
    return new ShopBooks(
        LedgerFormat.read(ledger(directory, "stock")),
        LedgerFormat.read(ledger(directory, "payments")),
        LedgerFormat.read(ledger(directory, "shipping")),
        LedgerFormat.read(ledger(directory, "orders")));
  }

  /** Where the ledger of a service is. */
  public static Path ledger(Path directory, String service) {
    return directory.resolve(service + ".jsonl");
  }

  Stream<LedgerLine> all() {
    return Stream.of(stock, payments, shipping, orders).flatMap(List::stream);
  }
}
