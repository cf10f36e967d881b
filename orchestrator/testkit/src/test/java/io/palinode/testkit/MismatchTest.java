package io.palinode.testkit;

import static io.palinode.testkit.Orders.APPLES;
import static io.palinode.testkit.Orders.CHARGE;
import static io.palinode.testkit.Orders.CONFIRM;
import static io.palinode.testkit.Orders.R7;
import static io.palinode.testkit.Orders.RELEASE;
import static io.palinode.testkit.Orders.RESERVE;
import static io.palinode.testkit.Orders.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.Orders.Order;
import io.palinode.testkit.Orders.ReserveStock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Stories that do not come true, and what is said of them. */
class MismatchTest {
  private static final String RESERVE_SENT =
      "command to stock for step 'reserve-stock': reserve-stock"
          + " {\"order\":\"order-1\",\"sku\":\"apple\",\"quantity\":2}";
  private static final String RELEASE_SENT =
      "compensation to stock for step 'reserve-stock': release-stock"
          + " {\"order\":\"order-1\",\"reservation\":\"r-7\"}";

  @Test
  void shouldShowTheWholeErrorWithTheHistory() {
    TestedSaga<Order> order = started();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> order.expectCommand("stock", new ReserveStock("order-1", "apple", 3)))
        .withMessage(
            """
            Expected a command to stock:
                reserve-stock {"order":"order-1","sku":"apple","quantity":3}
            but sent was command to stock for step 'reserve-stock': reserve-stock {"order":"order-1","sku":"apple","quantity":2}

            What happened so far:
              saga 'place-order'
              0:00:00.000  order-1 is started: {"id":"order-1","sku":"apple","quantity":2,"reservation":null}
              0:00:00.000  sends command to stock for step 'reserve-stock': reserve-stock {"order":"order-1","sku":"apple","quantity":2}
              0:00:00.000  now it is running; step 'reserve-stock' waits for stock until 0:00:30.000"""
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void shouldSayThatAnotherParticipantGotIt() {
    assertMismatch(
        () -> started().expectCommand("warehouse", RESERVE),
        "Expected a command to warehouse:",
        "but sent was " + RESERVE_SENT);
  }

  @Test
  void shouldSayThatAnotherCommandWasSent() {
    assertMismatch(
        () -> started().expectCommand("payments", CHARGE),
        "Expected a command to payments:",
        "but sent was " + RESERVE_SENT);
  }

  @Test
  void shouldTellCommandAndCompensationApart() {
    assertMismatch(
        () -> started().expectCompensation("stock", RESERVE),
        "Expected a compensation to stock:",
        "but sent was " + RESERVE_SENT);
    assertMismatch(
        () -> refused().expectCommand("stock", RELEASE),
        "Expected a command to stock:",
        "but sent was " + RELEASE_SENT);
  }

  @Test
  void shouldSayWhatItWaitsForWhenNothingIsSent() {
    TestedSaga<Order> order = started();
    order.expectCommand("stock", RESERVE);

    assertMismatch(
        () -> order.expectCommand("payments", CHARGE),
        "Expected a command to payments:",
        "but nothing is sent; the saga is running; step 'reserve-stock' waits for stock until"
            + " 0:00:30.000");
  }

  @Test
  void shouldSayThatNothingIsSentOnceItHasEnded() {
    TestedSaga<Order> order =
        started().expectCommand("stock", RESERVE).rejects("SOLD_OUT", "No apples.");

    assertMismatch(
        () -> order.expectCompensation("stock", RELEASE),
        "Expected a compensation to stock:",
        "but nothing is sent; the saga is compensated because of SOLD_OUT: No apples.");
  }

  @Test
  void shouldSayWhatWasSentWhenNothingWasExpected() {
    assertMismatch(
        () -> started().expectNothingSent(),
        "Expected that nothing is sent",
        "but sent was " + RESERVE_SENT);
  }

  @Test
  void shouldSayThatItIsNotCompletedYet() {
    assertMismatch(
        () -> started().expectCompleted(),
        "Expected the saga to be completed",
        "but it is running; step 'reserve-stock' waits for stock until 0:00:30.000");
    assertMismatch(
        () -> started().expectCompleted(APPLES),
        "Expected the saga to be completed",
        "but it is running; step 'reserve-stock' waits for stock until 0:00:30.000");
  }

  @Test
  void shouldShowBothDataWhenTheyDiffer() {
    TestedSaga<Order> order =
        started()
            .expectCommand("stock", RESERVE)
            .succeeds(R7)
            .expectCommand("payments", CHARGE)
            .succeeds()
            .expectCommand("orders", CONFIRM)
            .succeeds();

    assertMismatch(
        () -> order.expectCompleted(APPLES),
        "Expected the data:",
        "    {\"id\":\"order-1\",\"sku\":\"apple\",\"quantity\":2,\"reservation\":null}",
        "but they are:",
        "    {\"id\":\"order-1\",\"sku\":\"apple\",\"quantity\":2,\"reservation\":\"r-7\"}");
  }

  @Test
  void shouldSayThatItIsStillBeingUndone() {
    assertMismatch(
        () -> refused().expectCompensated(),
        "Expected the saga to be compensated",
        "but it is compensating because of CARD_REFUSED; step 'reserve-stock' waits for stock"
            + " until 0:00:30.000");
  }

  @Test
  void shouldSayWhyItIsCompensated() {
    TestedSaga<Order> undone = refused().expectCompensation("stock", RELEASE).succeeds();

    undone.expectCompensated("CARD_REFUSED");
    assertMismatch(
        () -> undone.expectCompensated("TIMEOUT"),
        "Expected the saga to be compensated because of TIMEOUT",
        "but it is compensated because of CARD_REFUSED");
    assertMismatch(
        () -> refused().expectCompensated("CARD_REFUSED"),
        "Expected the saga to be compensated because of CARD_REFUSED",
        "but it is compensating because of CARD_REFUSED; step 'reserve-stock' waits for stock"
            + " until 0:00:30.000");
  }

  @Test
  void shouldSayThatItIsNotParked() {
    assertMismatch(
        () -> refused().expectParked("reserve-stock", "TIMEOUT"),
        "Expected the saga to be parked by 'reserve-stock' because of TIMEOUT",
        "but it is compensating because of CARD_REFUSED; step 'reserve-stock' waits for stock"
            + " until 0:00:30.000");
  }

  @Test
  void shouldSayThatItIsParkedForSomethingElse() {
    TestedSaga<Order> parked = refused().after(Duration.ofHours(1));

    assertMismatch(
        () -> parked.expectParked("charge-card", "TIMEOUT"),
        "Expected the saga to be parked by 'charge-card' because of TIMEOUT",
        "but it is parked by 'reserve-stock' because of TIMEOUT: No reply within the step's"
            + " timeout.");
    assertMismatch(
        () -> parked.expectParked("reserve-stock", "LEDGER_CLOSED"),
        "Expected the saga to be parked by 'reserve-stock' because of LEDGER_CLOSED",
        "but it is parked by 'reserve-stock' because of TIMEOUT: No reply within the step's"
            + " timeout.");
  }

  @Test
  void shouldSayThatTheDataDoNotSurviveTheJourney() {
    SagaDefinition<Thread> definition =
        Saga.named("run-thread", Thread.class)
            .step("run-thread")
            .at("machine")
            .command(Thread::getName)
            .withoutCompensation()
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> SagaTest.of(definition).started("t-1", new Thread("spinner")))
        .withMessageStartingWith("Saga 'run-thread' cannot be started with Thread[");
  }

  @Test
  void shouldSayThatACommandIsNotPure() {
    AtomicInteger counter = new AtomicInteger();

    assertMismatch(
        () -> SagaTest.of(counting(counter)).started("order-1", APPLES),
        "Expected step 'number-order' to build its command again after a crash as it was built"
            + " before:",
        "    integer 1",
        "but it is built as:",
        "    integer 2");
  }

  @Test
  void shouldSayThatACommandCannotBeBuiltAgain() {
    AtomicInteger counter = new AtomicInteger();
    SagaDefinition<Order> once =
        Saga.named("place-order", Order.class)
            .step("number-order")
            .at("orders")
            .command(order -> 1 / (1 - counter.getAndIncrement()))
            .pivot()
            .build();

    assertMismatch(
        () -> SagaTest.of(once).started("order-1", APPLES),
        "Expected step 'number-order' to build its command again after a crash as it was built"
            + " before:",
        "    integer 1",
        "but its function throws java.lang.ArithmeticException: / by zero");
  }

  private static SagaDefinition<Order> counting(AtomicInteger counter) {
    return Saga.named("place-order", Order.class)
        .step("number-order")
        .at("orders")
        .command(order -> counter.incrementAndGet())
        .pivot()
        .build();
  }

  /** An order whose stock is being released. */
  private static TestedSaga<Order> refused() {
    return started()
        .expectCommand("stock", RESERVE)
        .succeeds(R7)
        .expectCommand("payments", CHARGE)
        .rejects("CARD_REFUSED");
  }

  /** The error holds these lines, and then the history. */
  private static void assertMismatch(ThrowingCallable story, String... lines) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(story)
        .satisfies(
            error -> {
              assertThat(error.getMessage().lines()).contains(lines);
              assertThat(error.getMessage()).contains("What happened so far:");
            });
  }
}
