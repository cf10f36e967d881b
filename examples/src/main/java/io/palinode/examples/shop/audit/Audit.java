package io.palinode.examples.shop.audit;

import io.palinode.examples.shop.books.LedgerLine;
import io.palinode.examples.shop.books.Posting;
import io.palinode.examples.shop.books.Settlement;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Proves from the books of the services that every order was carried out or undone, as a whole and
 * once.
 *
 * <ul>
 *   <li>The books alone are the evidence. What the customers were told is held against them, and
 *       never believed.
 *   <li>A parked order may be half done, for a person to see to; it is listed.
 *   <li>Every finding is told, not the first one only.
 * </ul>
 *
 * <p>Lives for one audit.
 */
public final class Audit {
  private final List<String> findings = new ArrayList<>();
  private final SortedMap<String, Trail> trails = new TreeMap<>();
  private final SortedMap<String, String> parked = new TreeMap<>();
  private final Set<String> applied = new HashSet<>();
  private int done;
  private int undone;
  private long effects;

  private Audit() {}

  /**
   * Audits.
   *
   * @param told how each order stands, as the customers were told
   */
  public static AuditReport of(ShopBooks books, Map<String, SagaStatus> told) {
    return new Audit().report(books, told);
  }

  private AuditReport report(ShopBooks books, Map<String, SagaStatus> told) {
    books.all().forEach(this::follow);
    trails.forEach((order, trail) -> judge(order, trail, told));
    told.forEach(this::requireTrail);
    StockTotals stock = new StockCheck(findings).check(books.stock());
    MoneyTotals money = new MoneyCheck(findings).check(books.payments());
    if (!stock.addUp()) {
      findings.add("stock: the pieces do not add up: " + stock);
    }
    if (!money.addUp()) {
      findings.add("payments: the money does not add up: " + money);
    }
    return new AuditReport(done, undone, parked, effects, stock, money, findings);
  }

  private void follow(LedgerLine line) {
    Trail trail = trails.computeIfAbsent(line.saga(), order -> new Trail());
    for (Settlement settlement : line.settled()) {
      if (settlement.succeeded() && !applied.add(settlement.command())) {
        findings.add("%s was applied twice".formatted(settlement.command()));
      }
    }
    effects += line.entries().size();
    if (!line.entries().isEmpty() && line.settled().stream().noneMatch(Settlement::succeeded)) {
      findings.add("order %s: an effect that no command asked for".formatted(line.saga()));
    }
    for (Posting entry : line.entries()) {
      if (entry instanceof Posting.OfOrder about) {
        trail.add(about);
        if (!about.order().equals(line.saga())) {
          findings.add("order %s: an effect on order %s".formatted(line.saga(), about.order()));
        }
      }
    }
  }

  private void judge(String order, Trail trail, Map<String, SagaStatus> told) {
    trail.faults().forEach(fault -> findings.add("order %s %s".formatted(order, fault)));
    SagaStatus status = told.getOrDefault(order, SagaStatus.UNKNOWN);
    if (status == SagaStatus.PARKED) {
      parked.put(order, trail.toString());
      return;
    }
    if (trail.done()) {
      done++;
    } else if (trail.undone()) {
      undone++;
    } else {
      findings.add("order %s is half done: %s".formatted(order, trail));
    }
    switch (status) {
      case COMPLETED -> agree(order, trail, trail.done(), "carried out");
      case COMPENSATED -> agree(order, trail, trail.undone(), "undone");
      default -> findings.add("order %s is in the books, and was told %s".formatted(order, status));
    }
  }

  private void agree(String order, Trail trail, boolean agrees, String told) {
    if (!agrees) {
      findings.add("order %s was told to be %s; the books say: %s".formatted(order, told, trail));
    }
  }

  private void requireTrail(String order, SagaStatus status) {
    if (status != SagaStatus.REFUSED && !trails.containsKey(order)) {
      findings.add("order %s was told %s and is in no book".formatted(order, status));
    }
  }
}
