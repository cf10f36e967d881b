package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaControl;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waits and deadlines of sagas, whoever owns their shard when the time comes. */
class ShardWaitTest {
  private static final Duration WAIT = Duration.ofDays(2);
  private static final Duration DEADLINE = Duration.ofDays(3);
  private static final String SHIP = "ship";
  private static final String BILL = "bill";

  private static final SagaDefinition<Order> WAITING =
      Saga.named(Orders.SAGA, Order.class)
          .deadline(DEADLINE)
          .delay("cool-down", WAIT)
          .step(SHIP)
          .at(Orders.STOCK)
          .command(order -> order)
          .timeout(Duration.ofDays(7))
          .pivot()
          .step(BILL)
          .at(Orders.PAYMENTS)
          .command(order -> order)
          .timeout(Duration.ofDays(7))
          .retriable()
          .build();

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(WAITING);

  @Test
  void shouldGoOnWhenTheWaitIsOver() {
    rig.start("a");
    owner.lead().settle();
    assertThat(owner.shard.nextAt()).isLessThanOrEqualTo(rig.clock.millis() + WAIT.toMillis());
    rig.clock.advance(WAIT.minusMillis(1));
    owner.settle();
    assertThat(rig.commands(Orders.STOCK)).isEmpty();

    rig.clock.advance(Duration.ofMillis(1));
    owner.settle();

    assertThat(rig.commands(Orders.STOCK)).containsExactly("a/ship/action attempt 1 epoch 1");
  }

  @Test
  void shouldGoOnWaitingUnderASuccessorWhoFindsItUnsent() {
    rig.start("a");
    owner.lead().deliver();
    owner.crash();

    waitsUnder(rig.owner(WAITING).lead().settle());
  }

  @Test
  void shouldGoOnWaitingUnderASuccessorWhoFindsAllSent() {
    rig.start("a");
    owner.lead().settle();
    rig.start("other");
    owner.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    owner.crash();

    waitsUnder(rig.owner(WAITING).lead().settle());
  }

  @Test
  void shouldRaiseOneAlarmHoweverManyOwnersComeAfterIt() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(WAIT);
    owner.settle();
    rig.reply(succeeded(action("a", SHIP)));
    owner.settle();
    rig.clock.advance(DEADLINE);
    owner.settle();
    assertThat(rig.reports()).containsExactly("a running");
    assertThat(owner.count(Count.DEADLINES_MISSED)).isEqualTo(1);

    rig.clock.advance(DEADLINE);
    owner.settle();
    owner.crash();
    Owner successor = rig.owner(WAITING).lead().settle();
    rig.clock.advance(Duration.ofHours(1));
    successor.settle();

    assertThat(rig.reports()).containsExactly("a running");
    assertThat(successor.count(Count.DEADLINES_MISSED)).isZero();
  }

  @Test
  void shouldRaiseTheAlarmAgainUnderASuccessorWhereItMayNotHaveBeenSent() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(WAIT);
    owner.settle();
    rig.clock.advance(DEADLINE);
    owner.work().deliver();
    owner.crash();
    assertThat(rig.reports()).isEmpty();

    Owner successor = rig.owner(WAITING).lead().settle();
    rig.owner(WAITING).lead().settle();

    assertThat(rig.reports()).containsExactly("a running");
    assertThat(successor.count(Count.DEADLINES_MISSED)).isZero();
  }

  @Test
  void shouldAskForADecisionAndKeepOneThatCameBefore() {
    SagaDefinition<Order> deciding =
        Saga.named(Orders.SAGA, Order.class)
            .step(SHIP)
            .at(Orders.STOCK)
            .command(order -> order)
            .withoutCompensation()
            .decision("approve", decision -> decision.options("yes", "no").within(WAIT))
            .build();
    Owner decider = rig.owner(deciding).lead();
    rig.start("early", "late", "never");
    decide("early", "yes");
    decider.settle();
    for (String saga : List.of("early", "late", "never")) {
      rig.reply(succeeded(action(saga, SHIP)));
    }
    decider.settle();
    decider.crash();
    Owner successor = rig.owner(deciding).lead().settle();
    decide("late", "no");
    successor.settle();
    rig.clock.advance(WAIT);
    successor.settle();

    assertThat(rig.reports())
        .containsExactly(
            "early running",
            "early completed",
            "late running",
            "never running",
            "late completed",
            "never compensated");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldForgetTheTimersOfASagaThatHasEnded() {
    rig.start("a");
    owner.lead().settle();
    rig.broker.write(Source.STARTS, 0, new SagaControl.Cancel("a", "r-1", "Not today.").toRecord());
    owner.settle();
    rig.clock.advance(Duration.ofSeconds(2));
    owner.settle();

    assertThat(rig.reports()).containsExactly("a compensated");
    assertThat(rig.journaled()).isEmpty();
    assertThat(owner.shard.nextAt()).isEqualTo(Long.MAX_VALUE);
  }

  private void decide(String sagaId, String option) {
    SagaControl decide =
        new SagaControl.Decide(sagaId, "r-1", "approve", option, "Eve", "She knows.");
    rig.broker.write(Source.STARTS, 0, decide.toRecord());
  }

  private void waitsUnder(Owner successor) {
    rig.clock.advance(WAIT.minusSeconds(2));
    successor.settle();
    assertThat(rig.commands(Orders.STOCK)).isEmpty();
    rig.clock.advance(Duration.ofSeconds(2));
    successor.settle();
    assertThat(rig.commands(Orders.STOCK)).contains("a/ship/action attempt 1 epoch 2");
  }
}
