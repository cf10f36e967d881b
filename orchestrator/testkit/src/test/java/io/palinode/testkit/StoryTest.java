package io.palinode.testkit;

import static io.palinode.testkit.Orders.CHARGE;
import static io.palinode.testkit.Orders.CONFIRM;
import static io.palinode.testkit.Orders.R7;
import static io.palinode.testkit.Orders.RELEASE;
import static io.palinode.testkit.Orders.RELEASE_WHATEVER;
import static io.palinode.testkit.Orders.RESERVE;
import static io.palinode.testkit.Orders.RESERVED;
import static io.palinode.testkit.Orders.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.Orders.Order;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stories that come true. */
class StoryTest {

  @Test
  void shouldTellOfAnOrderThatIsCompleted() {
    started()
        .expectCommand("stock", RESERVE)
        .succeeds(R7)
        .expectCommand("payments", CHARGE)
        .succeeds()
        .expectCommand("orders", CONFIRM)
        .succeeds()
        .expectNothingSent()
        .expectCompleted()
        .expectCompleted(RESERVED);
  }

  @Test
  void shouldTellOfACardThatIsRefused() {
    started()
        .expectCommand("stock", RESERVE)
        .succeeds(R7)
        .expectCommand("payments", CHARGE)
        .rejects("CARD_REFUSED", "The bank says no.")
        .expectCompensation("stock", RELEASE)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldTellOfSilenceThatIsUndoneToo() {
    started()
        .expectCommand("stock", RESERVE)
        .isSilent()
        .expectCommand("stock", RESERVE)
        .isSilent()
        .expectCompensation("stock", RELEASE_WHATEVER)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldTellOfALateReplyThatIsIgnored() {
    started()
        .expectCommand("stock", RESERVE)
        .after(Duration.ofSeconds(30))
        .succeeds(R7)
        .expectCommand("stock", RESERVE)
        .after(Duration.ofMillis(29_999))
        .succeeds(R7)
        .expectCommand("payments", CHARGE);
  }

  @Test
  void shouldTellOfABusyStockThatAsksForTime() {
    started()
        .expectCommand("stock", RESERVE)
        .triesAgain("STOCKTAKING", Duration.ofMinutes(5))
        .after(Duration.ofMillis(299_999))
        .expectNothingSent()
        .after(Duration.ofMillis(1))
        .expectCommand("stock", RESERVE)
        .succeeds(R7)
        .expectCommand("payments", CHARGE);
  }

  @Test
  void shouldWaitForARetryByItself() {
    started()
        .expectCommand("stock", RESERVE)
        .triesAgain("BUSY")
        .expectCommand("stock", RESERVE)
        .triesAgain("BUSY")
        .expectCompensation("stock", RELEASE_WHATEVER)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldTellOfACompensationThatParks() {
    started()
        .expectCommand("stock", RESERVE)
        .succeeds(R7)
        .expectCommand("payments", CHARGE)
        .rejects("CARD_REFUSED")
        .expectCompensation("stock", RELEASE)
        .rejects("LEDGER_CLOSED")
        .expectCompensation("stock", RELEASE)
        .isSilent()
        .expectParked("reserve-stock", "TIMEOUT")
        .expectNothingSent();
  }

  @Test
  void shouldLetAWholeDayPass() {
    started()
        .expectCommand("stock", RESERVE)
        .succeeds(R7)
        .after(Duration.ofDays(1))
        .expectParked("charge-card", "TIMEOUT")
        .expectCommand("payments", CHARGE)
        .succeeds()
        .expectCommand("payments", CHARGE)
        .succeeds()
        .expectParked("charge-card", "TIMEOUT");
  }

  @Test
  void shouldReadLikeAScript() {
    String history =
        started()
            .expectCommand("stock", RESERVE)
            .isSilent()
            .expectCommand("stock", RESERVE)
            .after(Duration.ofSeconds(2))
            .succeeds(R7)
            .expectCommand("payments", CHARGE)
            .triesAgain("BUSY")
            .expectCommand("payments", CHARGE)
            .rejects("CARD_REFUSED", "The bank says no.")
            .expectCompensation("stock", RELEASE)
            .succeeds()
            .history();

    assertThat(history.lines())
        .containsExactly(
            "  saga 'place-order'",
            "  0:00:00.000  order-1 is started:"
                + " {\"id\":\"order-1\",\"sku\":\"apple\",\"quantity\":2,\"reservation\":null}",
            "  0:00:00.000  sends command to stock for step 'reserve-stock': reserve-stock"
                + " {\"order\":\"order-1\",\"sku\":\"apple\",\"quantity\":2}",
            "  0:00:30.000  step 'reserve-stock', attempt 1 got no reply; tried again at"
                + " 0:00:31.000",
            "  0:00:31.000  sends command to stock for step 'reserve-stock', attempt 2:"
                + " reserve-stock {\"order\":\"order-1\",\"sku\":\"apple\",\"quantity\":2}",
            "  0:00:33.000  stock succeeds: stock-reserved {\"reservation\":\"r-7\"}",
            "  0:00:33.000  the data are now"
                + " {\"id\":\"order-1\",\"sku\":\"apple\",\"quantity\":2,\"reservation\":\"r-7\"}",
            "  0:00:33.000  sends command to payments for step 'charge-card': charge-card"
                + " {\"order\":\"order-1\"}",
            "  0:00:33.000  payments asks to try again: BUSY",
            "  0:00:33.000  step 'charge-card', attempt 1 failed; tried again at 0:00:34.000",
            "  0:00:34.000  sends command to payments for step 'charge-card', attempt 2:"
                + " charge-card {\"order\":\"order-1\"}",
            "  0:00:34.000  payments rejects: CARD_REFUSED: The bank says no.",
            "  0:00:34.000  step 'charge-card' has no effect",
            "  0:00:34.000  the saga turns round",
            "  0:00:34.000  sends compensation to stock for step 'reserve-stock': release-stock"
                + " {\"order\":\"order-1\",\"reservation\":\"r-7\"}",
            "  0:00:34.000  stock succeeds",
            "  0:00:34.000  step 'reserve-stock' is undone",
            "  0:00:34.000  the saga is compensated",
            "  0:00:34.000  now it is compensated because of CARD_REFUSED: The bank says no.");
  }

  @Test
  void shouldSayInTheScriptThatALateReplyChangedNothing() {
    String history =
        started()
            .expectCommand("stock", RESERVE)
            .after(Duration.ofSeconds(30))
            .succeeds(R7)
            .toString();

    assertThat(history.lines().skip(3))
        .containsExactly(
            "  0:00:30.000  step 'reserve-stock', attempt 1 got no reply; tried again at"
                + " 0:00:31.000",
            "  0:00:30.000  stock succeeds: stock-reserved {\"reservation\":\"r-7\"} - but nobody"
                + " waits for this reply any more",
            "  0:00:30.000  now it is running; step 'reserve-stock' is tried again at"
                + " 0:00:31.000");
  }

  @Test
  void shouldSayInTheScriptWhatNobodyKnows() {
    String history =
        started().after(Duration.ofHours(1)).expectCommand("stock", RESERVE).isSilent().history();

    assertThat(history.lines().skip(5))
        .contains(
            "  0:01:01.000  step 'reserve-stock' may have an effect, nobody knows: TIMEOUT: No"
                + " reply within the step's timeout.",
            "  0:02:02.000  step 'reserve-stock' is stuck: TIMEOUT: No reply within the step's"
                + " timeout.",
            "  1:00:00.000  now it is parked because of TIMEOUT: No reply within the step's"
                + " timeout.");
  }

  @Test
  void shouldTellOfTheNoticesThatAreGiven() {
    SagaDefinition<Order> telling = Orders.telling("orders.done");
    SagaTest<Order> test = SagaTest.of(telling);

    TestedSaga<Order> saga =
        test.started("order-1", Orders.APPLES).expectCommand("stock", RESERVE).succeeds(R7);

    saga.expectCompleted().expectNotice("orders.done", CONFIRM);
    assertThat(saga.history()).contains("gives notice to orders.done: confirm-order {");
    assertThatThrownBy(() -> saga.expectNotice("orders.done", CONFIRM))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("but none is given; the saga is completed");
    TestedSaga<Order> another =
        test.started("order-2", Orders.APPLES).expectCommand("stock", RESERVE).succeeds(R7);
    assertThatThrownBy(() -> another.expectNotice("orders.elsewhere", CONFIRM))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected a notice to orders.elsewhere:")
        .hasMessageContaining("but it gives notice to orders.done: confirm-order {");
  }
}
