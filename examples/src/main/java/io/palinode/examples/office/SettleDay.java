package io.palinode.examples.office;

import io.palinode.saga.Missed;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.WhenHeld;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The saga that settles the sales of one day: it begins at three in the morning, or when somebody
 * corrects a day, and waits for late sales and for the banks to open.
 *
 * <p>It is at version 2: the data of version 1 had a date and nothing else.
 */
public final class SettleDay {
  private static final RetryPolicy WHILE_OPEN = RetryPolicy.attempts(5).notOn("BANK_HOLIDAY");
  private static final RetryPolicy UNTIL_IT_IS_DONE = RetryPolicy.forever().jitter(0.5);

  public static final SagaDefinition<Day> DEFINITION =
      Saga.named("settle-day", Day.class)
          .version(2)
          .migratesFrom(1, Night.class, night -> Day.of(night.date()))
          .cron("0 3 * * *", Day.BERLIN)
          .ifMissed(Missed.FIRE_ALL)
          .data(Day::before)
          .startedByRecords("shop.corrections", Corrected.class)
          .onlyIf(record -> record.header("ce_type").equals(Optional.of("corrected")))
          .id(record -> "correction-" + record.key().orElseThrow())
          .data(record -> Day.of(record.value().date()))
          .exclusiveBy("ledger", day -> day.date().toString(), WhenHeld.queue())
          .onParked("office.help", (day, why) -> new HelpNeeded(day.date(), why.text()))
          //
          .step("collect-sales")
          .at("shops")
          .command(day -> new CollectSales(day.date()))
          .onReply(SalesCollected.class, (day, sales) -> day.with(sales.cents()))
          .withoutCompensation()
          .signal("late-sales", SalesCollected.class)
          .by(day -> day.date().toString())
          .within(Duration.ofHours(2))
          .otherwiseGoOn()
          .onSignal((day, sales) -> day.with(sales.cents()))
          //
          .step("write-statement")
          .locally(
              day -> {
                Shelf.put(day);
                return null;
              })
          .compensateLocally(Shelf::remove)
          //
          .until("banks-open", Day::banksOpen)
          .choice("amount")
          .when(
              "small",
              Day::isSmall,
              small ->
                  small
                      .step("transfer")
                      .at("bank")
                      .command(day -> new Transfer(day.date(), day.cents()))
                      .compensation(day -> new TransferBack(day.date()))
                      .retry(WHILE_OPEN))
          .otherwise(
              large ->
                  large
                      .step("invest")
                      .at("treasury")
                      .command(day -> new Invest(day.date(), day.cents()))
                      .compensation(day -> new Divest(day.date())))
          //
          .step("close-day")
          .at("ledger")
          .command(day -> new CloseDay(day.date(), day.cents()))
          .retriable()
          .retry(UNTIL_IT_IS_DONE)
          .build();

  private SettleDay() {}

  /** The data of version 1. */
  public record Night(LocalDate date) {}

  /** A record of the shop's own topic. */
  public record Corrected(LocalDate date) {}

  public record CollectSales(LocalDate date) {}

  public record SalesCollected(long cents) {}

  public record Transfer(LocalDate date, long cents) {}

  public record TransferBack(LocalDate date) {}

  public record Invest(LocalDate date, long cents) {}

  public record Divest(LocalDate date) {}

  public record CloseDay(LocalDate date, long cents) {}

  public record HelpNeeded(LocalDate date, String why) {}
}
