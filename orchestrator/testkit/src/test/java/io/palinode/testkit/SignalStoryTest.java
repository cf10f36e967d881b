package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.paths.FailurePaths;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stories of a saga that waits for signals. */
class SignalStoryTest {
  private static final SagaDefinition<Order> ORDER =
      Saga.named("order", Order.class)
          .step("reserve")
          .at("stock")
          .command(order -> new Reserve(order.id()))
          .compensation(order -> new Release(order.id()))
          .signal("paid", Paid.class)
          .by(Order::id)
          .within(Duration.ofDays(3))
          .onSignal((order, paid) -> new Order(order.id(), paid.amount()))
          .signal("note", Note.class)
          .by(Order::id)
          .within(Duration.ofHours(1))
          .otherwiseGoOn()
          .onSignal((order, note) -> order)
          .step("ship")
          .at("stock")
          .command(order -> new Ship(order.id(), order.amount()))
          .retriable()
          .build();

  record Order(String id, int amount) {}

  record Reserve(String id) {}

  record Release(String id) {}

  record Ship(String id, int amount) {}

  record Paid(int amount) {}

  record Note(String text) {}

  private static TestedSaga<Order> reserved() {
    return SagaTest.of(ORDER)
        .started("o-1", new Order("o-1", 0))
        .expectCommand("stock", new Reserve("o-1"))
        .succeeds();
  }

  @Test
  void shouldTellOfASignalThatComesAndOneThatDoesNot() {
    TestedSaga<Order> story =
        reserved()
            .expectWait("paid", "o-1")
            .after(Duration.ofHours(50))
            .comes(new Paid(7))
            .expectWait("note", "o-1")
            .doesNotCome()
            .expectCommand("stock", new Ship("o-1", 7))
            .succeeds()
            .expectNothingSent()
            .expectCompleted(new Order("o-1", 7));

    assertThat(story.history())
        .contains("50:00:00.000  the signal that 'paid' waits for comes")
        .contains("51:00:00.000  'note' waits no longer, and the saga goes on");
  }

  @Test
  void shouldTellOfASagaThatTurnsRoundSinceNoSignalCame() {
    TestedSaga<Order> story =
        reserved()
            .expectWait("paid", "o-1")
            .doesNotCome()
            .expectCompensation("stock", new Release("o-1"))
            .succeeds()
            .expectCompensated();

    assertThat(story.history()).contains("SIGNAL_MISSED");
  }

  @Test
  void shouldSayWhatIsAskedForInstead() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> reserved().expectWait("paid", "o-2"))
        .withMessageContaining("but sent was command to signal/paid/o-1");
  }

  @Test
  void shouldWalkEveryPathOfSignalsThatComeLateOrNotAtAll() {
    var paths = FailurePaths.of(ORDER).faults(2).explore();

    assertThat(paths.ends()).containsKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED);
  }
}
