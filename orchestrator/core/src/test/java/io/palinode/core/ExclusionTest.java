package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.LockWish;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.WhenHeld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saga that is exclusive by a key: it takes the lock first, and gives it back last. */
class ExclusionTest {
  private static final String LOCK = "lock:customer";
  private static final String ANNA = "lock/customer/anna";
  private static final String RESERVE = "reserve";
  private static final LockWish WISH = new LockWish(100);
  private static final ReleaseKey RELEASE = new ReleaseKey(action(LOCK), ANNA);

  private final LiveSaga<Order> order = new LiveSaga<>(exclusive());

  record Order(String customer) {
    Order renamed(Renamed reply) {
      return new Order(reply.customer());
    }
  }

  record Reserve() {}

  record Release() {}

  record Charge() {}

  record Renamed(String customer) {}

  private static SagaDefinition<Order> exclusive() {
    return Saga.named("order", Order.class)
        .exclusiveBy("customer", Order::customer, WhenHeld.queue())
        .step(RESERVE)
        .at("stock")
        .command(o -> new Reserve())
        .onReply(Renamed.class, Order::renamed)
        .compensation(o -> new Release())
        .step("charge")
        .at("bank")
        .command(o -> new Charge())
        .pivot()
        .build();
  }

  private SendCommand claim() {
    return new SendCommand(
        action(LOCK),
        ANNA,
        1,
        LiveSaga.CODEC.encode(WISH),
        Duration.ofHours(1),
        order.inTime(Duration.ofHours(1)));
  }

  @Test
  void shouldAskForItsKeyBeforeItsFirstStep() {
    var decision = order.start(new Order("anna"));

    assertThat(decision.events().subList(1, 3))
        .containsExactly(new KeyChosen(LOCK, ANNA), order.issued(action(LOCK), 1));
    assertThat(decision.effects()).containsExactly(claim());
    assertThat(order.machine().pending(order.state())).containsExactly(claim());

    assertThat(order.succeeds(action(LOCK)).events())
        .containsExactly(new StepSucceeded(LOCK, null), order.issued(action(RESERVE), 1));
  }

  @Test
  void shouldGiveBackTheKeyThatItAskedForWhateverBecameOfItsData() {
    order.start(new Order("anna"));
    order.succeeds(action(LOCK));
    order.succeeds(action(RESERVE), new Renamed("berta"));

    var decision = order.succeeds(action("charge"));

    assertThat(decision.events())
        .containsExactly(new StepSucceeded("charge", null), new SagaEnded(SagaStatus.COMPLETED));
    assertThat(decision.effects()).containsExactly(new Report(), RELEASE);
    assertThat(order.machine().pending(order.state())).containsExactly(new Report(), RELEASE);
  }

  @Test
  void shouldGiveBackItsKeyWhenAllIsUndone() {
    order.start(new Order("anna"));
    order.succeeds(action(LOCK));
    order.succeeds(action(RESERVE));
    assertThat(order.rejects(action("charge"), "NO_FUNDS").effects())
        .containsExactly(order.send(compensation(RESERVE), 1, new Release()));

    var decision = order.succeeds(compensation(RESERVE));

    assertThat(decision.events())
        .containsExactly(new StepCompensated(RESERVE), new SagaEnded(SagaStatus.COMPENSATED));
    assertThat(decision.effects()).containsExactly(new Report(), RELEASE);
  }

  @Test
  void shouldEndAtOnceAndUndoNothingWhenItIsRefused() {
    order.start(new Order("anna"));

    var decision = order.rejects(action(LOCK), "KEY_HELD");

    assertThat(decision.events())
        .containsExactly(
            new StepRejected(LOCK, because("KEY_HELD")),
            new CompensationStarted(because("KEY_HELD")),
            new SagaEnded(SagaStatus.COMPENSATED));
    assertThat(decision.effects()).containsExactly(new Report(), RELEASE);
  }

  @Test
  void shouldAskAgainHourByHourUntilItIsAnswered() {
    order.start(new Order("anna"));
    for (int attempt = 1; attempt < 50; attempt++) {
      assertThat(order.isSilent(action(LOCK)).events()).hasOnlyElementsOfType(AttemptFailed.class);
      assertThat(order.isTriedAgain(action(LOCK)).events())
          .containsExactly(order.issued(action(LOCK), attempt + 1));
    }
    assertThat(order.state().status()).isEqualTo(SagaStatus.RUNNING);
  }

  @Test
  void shouldLeaveTheQueueAtOnceWhenItIsCancelled() {
    order.start(new Order("anna"));
    var decision = order.cancelled("Never mind.").decision();

    assertThat(decision.state().status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(decision.effects()).contains(RELEASE);
  }

  @Test
  void shouldKeepItsKeyWhileItIsParked() {
    order.start(new Order("anna"));
    order.succeeds(action(LOCK));
    order.parks("CORRUPT");

    assertThat(order.machine().pending(order.state())).doesNotContain(RELEASE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ud83d", "NULL", "LONG"})
  void shouldParkWithoutAKeyThatCanBeAskedFor(String customer) {
    LiveSaga<Order> bad =
        new LiveSaga<>(
            Saga.named("order", Order.class)
                .exclusiveBy(o -> key(customer))
                .step(RESERVE)
                .at("stock")
                .command(o -> new Reserve())
                .retriable()
                .build());

    var decision = bad.start(new Order(customer.isEmpty() ? "" : "anna"));

    assertThat(decision.events().get(0)).isInstanceOf(SagaStarted.class);
    assertThat(decision.effects()).containsExactly(new Report());
    assertThat(bad.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(bad.state().reason().code()).isEqualTo("COMMAND_NOT_BUILT");
    assertThat(bad.state().keys()).isEqualTo(List.of());
  }

  private static String key(String customer) {
    return switch (customer) {
      case "NULL" -> null;
      case "LONG" -> "x".repeat(129);
      default -> customer;
    };
  }
}
