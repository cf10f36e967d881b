package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.Report;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.SignalMissed;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaInput.Signalled;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.SignalBuilder;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A saga that waits for a signal: what it tells the mailbox, and what it does when none comes. */
class SignalTest {
  private static final String PAID = "paid";
  private static final String KEY = "signal/paid/o-1";
  private static final Reason MISSED =
      new Reason("SIGNAL_MISSED", "The signal did not come in time.");

  record Order(String id, int amount) {
    Order with(Paid signal) {
      return new Order(id, signal.amount());
    }
  }

  record Paid(int amount) {}

  record Do(String what) {}

  private static LiveSaga<Order> waiting(
      UnaryOperator<SignalBuilder<Order, Order, Paid, SagaBuilder<Order>>> terms) {
    LiveSaga<Order> order = new LiveSaga<>(order(terms));
    order.start(new Order("o-1", 0));
    return order;
  }

  private static SagaDefinition<Order> order(
      UnaryOperator<SignalBuilder<Order, Order, Paid, SagaBuilder<Order>>> terms) {
    SagaBuilder<Order> saga = Saga.named("order", Order.class);
    saga.step("reserve")
        .at("stock")
        .command(o -> new Do("reserve"))
        .compensation(o -> new Do("release"));
    return terms
        .apply(saga.signal(PAID, Paid.class).by(Order::id))
        .onSignal(Order::with)
        .step("ship")
        .at("stock")
        .command(o -> new Do("ship " + o.amount()))
        .withoutCompensation()
        .build();
  }

  private static final ReleaseKey LETS_GO = new ReleaseKey(action(PAID), KEY);
  private static final ReleaseKey TAKES = new ReleaseKey(action(PAID), KEY, "p-1");

  @Test
  void shouldTakeTheSignalAndGoOn() {
    LiveSaga<Order> order = waiting(wait -> wait);
    var asked = order.succeeds(action("reserve"));
    assertThat(asked.events())
        .containsExactly(
            new StepSucceeded("reserve", null),
            new KeyChosen(PAID, KEY),
            order.issued(action(PAID), 1));

    Payload seven = LiveSaga.CODEC.encode(new Paid(7));
    var decision = order.decides(new Signalled(PAID, 1, "p-1", seven));

    assertThat(decision.events())
        .containsExactly(
            new SignalTaken(PAID, "p-1"),
            new StepSucceeded(PAID, order.state().data()),
            order.issued(action("ship"), 1));
    assertThat(order.decides(new Signalled(PAID, 1, "p-2", seven)).isEmpty()).isTrue();
    assertThat(decision.effects())
        .containsExactly(TAKES, order.send(action("ship"), 1, new Do("ship 7")));
    assertThat(order.machine().pending(order.state()))
        .containsExactly(order.send(action("ship"), 1, new Do("ship 7")), TAKES);
    assertThat(order.succeeds(action("ship")).effects()).containsExactly(new Report(), TAKES);
  }

  @Test
  void shouldTurnRoundWhenNoSignalComesInTime() {
    LiveSaga<Order> order = waiting(wait -> wait.within(Duration.ofMinutes(5)));
    order.succeeds(action("reserve"));

    var decision = order.isSilent(action(PAID));

    assertThat(decision.events())
        .startsWith(new StepUnknown(PAID, MISSED), new CompensationStarted(MISSED));
    assertThat(decision.effects())
        .containsExactly(LETS_GO, order.send(compensation("reserve"), 1, new Do("release")));
    assertThat(order.succeeds(compensation("reserve")).effects())
        .containsExactly(new Report(), LETS_GO);
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }

  @Test
  void shouldGoOnWithoutTheSignalWhereThatIsSaid() {
    LiveSaga<Order> order = waiting(wait -> wait.within(Duration.ofMinutes(5)).otherwiseGoOn());
    order.succeeds(action("reserve"));

    var decision = order.isSilent(action(PAID));

    assertThat(decision.events()).startsWith(new SignalMissed(PAID), new StepSucceeded(PAID, null));
    assertThat(decision.effects())
        .containsExactly(LETS_GO, order.send(action("ship"), 1, new Do("ship 0")));
    assertThat(order.succeeds(action("ship")).effects()).containsExactly(new Report(), LETS_GO);
  }

  @Test
  void shouldAskAgainWhileItWaitsLongAndEndWhenItsTimeIsOver() {
    LiveSaga<Order> order = waiting(wait -> wait.within(Duration.ofHours(3)));
    order.succeeds(action("reserve"));
    long end = order.inTime(Duration.ofHours(3));
    for (int attempt = 1; attempt < 4; attempt++) {
      order.isSilent(action(PAID));
      assertThat(order.isTriedAgain(action(PAID)).events())
          .containsExactly(order.issued(action(PAID), attempt + 1));
    }

    assertThat(order.isSilent(action(PAID)).effects()).contains(LETS_GO);
    assertThat(order.inTime(Duration.ZERO)).isEqualTo(end);
  }

  @Test
  void shouldLetGoAtOnceWhenTheSagaIsCancelled() {
    LiveSaga<Order> order = waiting(wait -> wait);
    order.succeeds(action("reserve"));

    var decision = order.cancelled("Never mind.").decision();

    assertThat(decision.effects())
        .containsExactly(LETS_GO, order.send(compensation("reserve"), 1, new Do("release")));
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATING);
  }

  @Test
  void shouldTakeTheSignalWhileItIsPausedAndGoOnWhenItIsResumed() {
    LiveSaga<Order> order = waiting(wait -> wait.within(Duration.ofMinutes(5)));
    order.succeeds(action("reserve"));
    order.paused("Lunch.");
    assertThat(order.isSilent(action(PAID)).isEmpty()).isTrue();

    Payload seven = LiveSaga.CODEC.encode(new Paid(7));
    var taken = order.decides(new Signalled(PAID, 1, "p-1", seven));

    assertThat(taken.effects()).containsExactly(TAKES);
    assertThat(order.machine().pending(order.state())).containsExactly(new Report(), TAKES);
    assertThat(order.resumed("Back.").decision().effects())
        .containsExactly(order.send(action("ship"), 1, new Do("ship 7")));
  }

  @Test
  void shouldLetGoAtOnceWhenASagaTurnsRoundBesideTheWait() {
    SagaDefinition<Order> definition =
        Saga.named("order", Order.class)
            .parallel("both")
            .branch(b -> b.signal(PAID, Paid.class).by(Order::id).onSignal(Order::with))
            .branch(
                b ->
                    b.step("check").at("stock").command(o -> new Do("check")).withoutCompensation())
            .join()
            .build();
    LiveSaga<Order> order = new LiveSaga<>(definition);
    order.start(new Order("o-1", 0));

    var decision = order.rejects(action("check"), "NO");

    assertThat(decision.effects()).containsExactly(LETS_GO, new Report(), LETS_GO);
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }
}
