package io.palinode.core;

import static io.palinode.core.LiveSaga.NOON;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaInput.DeadlinePassed;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sagas that are to have ended by a time. */
class DeadlineTest {
  private static final String RESERVE = "reserve";
  private static final String CHARGE = "charge";
  private static final String CONFIRM = "confirm";
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Reason OVERDUE =
      new Reason("SAGA_DEADLINE", "The saga has not ended within PT1H.");

  private final LiveSaga<String> order = new LiveSaga<>(withinAnHour());

  @Test
  void shouldCountFromTheStart() {
    var decision = order.start("o-1");
    long at = NOON + AN_HOUR.toMillis();

    assertThat(decision.events()).contains(new DeadlineSet(at));
    assertThat(decision.effects()).contains(new SetTimer(new DeadlinePassed(), at));
    assertThat(order.state().deadline()).isEqualTo(at);
    order.passes(AN_HOUR.minusMillis(1));
    assertThat(order.decides(new DeadlinePassed()).isEmpty()).isTrue();
  }

  @Test
  void shouldTurnRoundBeforeThePivot() {
    order.start("o-1");
    var decision = passes();

    assertThat(decision.events())
        .containsExactly(new DeadlineMissed(), new CompensationStarted(OVERDUE));
    assertThat(decision.effects()).isEmpty();
    order.succeeds(action(RESERVE));
    order.succeeds(compensation(RESERVE));
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(order.state().reason()).isEqualTo(OVERDUE);
  }

  @Test
  void shouldRaiseOneAlarmAfterThePivot() {
    order.start("o-1");
    order.succeeds(action(RESERVE));
    var issued = order.succeeds(action(CHARGE)).effects();

    assertAlarm(passes());
    assertThat(order.decides(new DeadlinePassed()).isEmpty()).isTrue();
    assertThat(order.machine().pending(order.state())).isEqualTo(issued);
    order.succeeds(action(CONFIRM));
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPLETED);
  }

  @Test
  void shouldRaiseAnAlarmWhileNobodyKnowsWhetherThePivotHasDecided() {
    order.start("o-1");
    order.succeeds(action(RESERVE));

    assertAlarm(passes());
    order.rejects(action(CHARGE), "CARD_REFUSED");
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATING);
  }

  @Test
  void shouldRaiseAnAlarmWhereTheSagaIsBeingUndoneAlready() {
    order.start("o-1");
    order.succeeds(action(RESERVE));
    order.rejects(action(CHARGE), "CARD_REFUSED");

    assertAlarm(passes());
    assertThat(order.state().reason()).isEqualTo(because("CARD_REFUSED"));
  }

  @Test
  void shouldActOnItWhenAPausedSagaIsResumed() {
    order.start("o-1");
    order.paused("Closed.");
    order.passes(AN_HOUR);
    assertThat(order.decides(new DeadlinePassed()).isEmpty()).isTrue();
    assertThat(order.machine().pending(order.state()))
        .contains(new SetTimer(new DeadlinePassed(), NOON + AN_HOUR.toMillis()));

    order.resumed("Open.");
    assertThat(order.decides(new DeadlinePassed()).events())
        .containsExactly(new DeadlineMissed(), new CompensationStarted(OVERDUE));
  }

  @Test
  void shouldNotMindADeadlineOfASagaThatHasEnded() {
    order.start("o-1");
    order.rejects(action(RESERVE), "SOLD_OUT");

    assertThat(passes().isEmpty()).isTrue();
    assertThat(order.machine().pending(order.state())).containsExactly(new Report());
  }

  private Decision passes() {
    order.passes(AN_HOUR);
    return order.decides(new DeadlinePassed());
  }

  private static void assertAlarm(Decision decision) {
    assertThat(decision.events()).containsExactly(new DeadlineMissed());
    assertThat(decision.effects()).containsExactly(new Report());
  }

  private static SagaDefinition<String> withinAnHour() {
    return Saga.named("order", String.class)
        .deadline(AN_HOUR)
        .step(RESERVE)
        .at("stock")
        .command(order -> order)
        .compensation(order -> order)
        .step(CHARGE)
        .at("bank")
        .command(order -> order)
        .pivot()
        .step(CONFIRM)
        .at("orders")
        .command(order -> order)
        .retriable()
        .build();
  }
}
