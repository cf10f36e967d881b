package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sagas that are started by what their definition says. */
class StartedByTest {
  private static final Instant THREE = Instant.parse("2026-11-24T02:00:00Z");

  record Sold(String shop, int amount) {}

  record Settlement(String what) {}

  record Settle(String what) {}

  private static final SagaDefinition<Settlement> SETTLEMENT =
      Saga.named("settlement", Settlement.class)
          .startedBy("shop.sales", Sold.class)
          .onlyIf(sold -> sold.amount() > 0)
          .id(sold -> "sale-" + sold.shop())
          .data(sold -> new Settlement(sold.shop() + " " + sold.amount()))
          .startedByRecords("shop.corrections", Sold.class)
          .id(record -> record.key().orElse(""))
          .data(record -> new Settlement(record.header("reason").orElse("")))
          .cron("0 3 * * *", ZoneId.of("Europe/Berlin"))
          .data(time -> new Settlement(time.toLocalDate().toString()))
          .step("settle")
          .at("books")
          .command(settlement -> new Settle(settlement.what()))
          .withoutCompensation()
          .build();

  @Test
  void shouldStartByARecord() {
    SagaTest.of(SETTLEMENT)
        .startedBy("shop.sales", new Sold("rome", 7))
        .expectId("sale-rome")
        .expectCommand("books", new Settle("rome 7"))
        .succeeds()
        .expectCompleted();
  }

  @Test
  void shouldStartByARecordWithKeyAndHeaders() {
    SagaTest.of(SETTLEMENT)
        .startedBy("shop.corrections", "c-1", Map.of("reason", "typo"), new Sold("rome", 7))
        .expectCommand("books", new Settle("typo"))
        .succeeds()
        .expectCompleted();
  }

  @Test
  void shouldNotStartByARecordThatIsNotWanted() {
    SagaTest.of(SETTLEMENT).expectNotStartedBy("shop.sales", new Sold("rome", 0));
  }

  @Test
  void shouldStartAtAMomentOfItsSchedule() {
    SagaTest.of(SETTLEMENT)
        .firedAt(THREE)
        .expectCommand("books", new Settle("2026-11-24"))
        .succeeds()
        .expectCompleted();
  }

  @Test
  void shouldSayWhyNothingIsStarted() {
    SagaTest<Settlement> test = SagaTest.of(SETTLEMENT);

    shouldFail(
        () -> test.startedBy("shop.orders", new Sold("rome", 7)),
        "No record of 'shop.orders' starts 'settlement'; it says [shop.sales, shop.corrections].");
    shouldFail(
        () -> test.startedBy("shop.sales", new Sold("rome", 0)), "The saga does not want Sold");
    shouldFail(
        () -> test.expectNotStartedBy("shop.sales", new Sold("rome", 7)), "but saga sale-rome is");
    shouldFail(
        () -> test.startedBy("shop.sales", new Sold("rome", 7)).expectId("sale-paris"),
        "Expected the saga to be called sale-paris");
    shouldFail(
        () -> test.startedBy("shop.sales", new Sold("in Rome", 1)),
        "The saga id is 'sale-in Rome'");
    shouldFail(
        () -> test.firedAt(THREE.plusSeconds(60)),
        "'settlement' does not fire at 2026-11-24T02:01:00Z but next at 2026-11-25T02:00:00Z.");
  }

  @Test
  void shouldSayThatThereIsNoSchedule() {
    SagaDefinition<Settlement> plain =
        Saga.named("plain", Settlement.class)
            .step("settle")
            .at("books")
            .command(settlement -> new Settle(settlement.what()))
            .withoutCompensation()
            .build();

    shouldFail(() -> SagaTest.of(plain).firedAt(THREE), "'plain' has no schedule.");
  }

  private static void shouldFail(Runnable start, String message) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(start::run)
        .withMessageContaining(message);
  }
}
