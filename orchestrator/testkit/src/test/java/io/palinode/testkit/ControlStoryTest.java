package io.palinode.testkit;

import static io.palinode.testkit.Orders.CHARGE;
import static io.palinode.testkit.Orders.CONFIRM;
import static io.palinode.testkit.Orders.R7;
import static io.palinode.testkit.Orders.RELEASE;
import static io.palinode.testkit.Orders.RESERVE;
import static io.palinode.testkit.Orders.RESERVED;
import static io.palinode.testkit.Orders.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stories of orders that somebody stops, and lets go on. */
class ControlStoryTest {

  @Test
  void shouldTellOfAnOrderThatIsCancelledInTime() {
    var story = started();
    var stock = story.expectCommand("stock", RESERVE);
    story.cancel("Changed my mind.").expectAnswer("CANCELLED").expectNothingSent();
    stock
        .succeeds(R7)
        .cancel("Really.")
        .expectAnswer("TURNED_ALREADY")
        .expectCompensation("stock", RELEASE)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldTellOfAPausedOrderThatTakesALateReply() {
    var story = started();
    var stock = story.expectCommand("stock", RESERVE);
    story.pause("Stocktaking.").expectAnswer("PAUSED").expectPaused();
    stock
        .after(Duration.ofHours(1))
        .succeeds(R7)
        .expectNothingSent()
        .expectPaused()
        .resume("All counted.")
        .expectCommand("payments", CHARGE)
        .succeeds()
        .expectCommand("orders", CONFIRM)
        .succeeds()
        .expectCompleted(RESERVED);
  }

  @Test
  void shouldTellOfAPausedOrderWhoseDeadlineActsWhenItIsResumed() {
    var story = started();
    var stock = story.expectCommand("stock", RESERVE);
    story
        .pause("Stocktaking.")
        .after(Duration.ofHours(1))
        .expectNothingSent()
        .resume("All counted.")
        .after(Duration.ofSeconds(1))
        .expectCommand("stock", RESERVE);
    stock.succeeds(R7).expectNothingSent();
  }

  @Test
  void shouldTellOfABankThatIsAskedOnceMore() {
    var story = started().expectCommand("stock", RESERVE).succeeds(R7);
    story.expectCommand("payments", CHARGE).isSilent();
    story
        .expectCommand("payments", CHARGE)
        .isSilent()
        .expectParked("charge-card", "TIMEOUT")
        .cancel("Enough.")
        .expectAnswer("PIVOT_UNDER_WAY")
        .retry("The bank is back.")
        .expectAnswer("RETRIED")
        .expectCommand("payments", CHARGE)
        .rejects("CARD_REFUSED")
        .expectCompensation("stock", RELEASE);
  }

  @Test
  void shouldSayWhichAnswerCame() {
    var story = started().cancel("Changed my mind.");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> story.expectAnswer("PAST_PIVOT"))
        .withMessageContaining("Expected the answer PAST_PIVOT")
        .withMessageContaining("but it is CANCELLED");
    assertThat(story.history()).contains("asked for, and done: CANCELLED", "the saga turns round");
  }
}
