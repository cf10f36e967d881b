package io.palinode.examples.shop.audit;

import java.util.List;
import java.util.SortedMap;

/**
 * What an audit found.
 *
 * <p>Immutable.
 *
 * @param done orders of which every step is done
 * @param undone orders of which nothing stands
 * @param parked orders that wait for a person, and what stands of them
 * @param effects entries in all books
 * @param findings everything that is wrong; empty where the books are in order
 */
public record AuditReport(
    int done,
    int undone,
    SortedMap<String, String> parked,
    long effects,
    StockTotals stock,
    MoneyTotals money,
    List<String> findings) {

  public AuditReport {
    findings = List.copyOf(findings);
  }

  public boolean passed() {
    return findings.isEmpty();
  }
}
