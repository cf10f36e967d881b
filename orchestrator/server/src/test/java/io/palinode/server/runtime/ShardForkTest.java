package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.TIMEOUT;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.compensation;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Orders.ChargeCard;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.Orders.ReleaseStock;
import io.palinode.server.runtime.Orders.ReserveStock;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sagas with several commands in flight. */
class ShardForkTest {
  private static final RetryPolicy TWICE =
      RetryPolicy.attempts(2).backoff(Duration.ofSeconds(1), 1, Duration.ofSeconds(1)).jitter(0);

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(reserveAndCharge());

  @Test
  void shouldSendEveryCommandInFlightAgainAtTakeover() {
    rig.start("a");
    owner.lead().deliver().crash();

    Owner successor = rig.owner(reserveAndCharge()).lead();
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isEqualTo(3);
    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve[0]/action attempt 1 epoch 2", "a/reserve[1]/action attempt 1 epoch 2");
    assertThat(rig.commands(PAYMENTS)).containsExactly("a/charge/action attempt 1 epoch 2");

    rig.reply(succeeded(action("a", "reserve[1]")));
    rig.reply(succeeded(action("a", "charge")));
    rig.reply(succeeded(action("a", "reserve[0]")));
    successor.settle();
    assertThat(rig.reports()).containsExactly("a completed");
  }

  @Test
  void shouldKeepADeadlineForEachCommandInFlight() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(TIMEOUT.minusSeconds(1));
    rig.reply(succeeded(action("a", "reserve[0]")));
    owner.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();

    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve[0]/action attempt 1 epoch 1",
            "a/reserve[1]/action attempt 1 epoch 1",
            "a/reserve[1]/action attempt 2 epoch 1");
    assertThat(rig.commands(PAYMENTS)).hasSize(2);
  }

  @Test
  void shouldKeepTheDeadlinesOfAllThatWasSentBefore() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle().crash();

    Owner successor = rig.owner(reserveAndCharge()).lead().settle();
    rig.clock.advance(TIMEOUT);
    successor.settle();

    assertThat(rig.commands(STOCK)).hasSize(2);
    assertThat(successor.count(Count.RETRIES)).isEqualTo(3);
  }

  @Test
  void shouldSendNothingAgainBecauseASiblingsReplyCameLast() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    rig.reply(succeeded(action("a", "reserve[0]")));
    owner.deliver().commit().crash();
    assertThat(rig.batchesOf("a")).as("the reply's batch sends nothing").hasSize(2);

    Owner successor = rig.owner(reserveAndCharge()).lead().settle();
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isZero();

    rig.clock.advance(TIMEOUT);
    successor.settle();
    assertThat(successor.count(Count.RETRIES)).as("each has its deadline").isEqualTo(2);
  }

  @Test
  void shouldWaitForEveryCommandInFlightAndThenUndoSideBySide() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(rejected(action("a", "charge")));
    rig.reply(succeeded(action("a", "reserve[1]")));
    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPENSATING);
    assertThat(rig.commands(STOCK)).hasSize(2);

    rig.clock.advance(TIMEOUT);
    owner.settle();
    assertThat(rig.commands(STOCK).subList(2, 4))
        .containsExactly(
            "a/reserve[1]/compensation attempt 1 epoch 1",
            "a/reserve[0]/compensation attempt 1 epoch 1");

    owner.crash();
    Owner successor = rig.owner(reserveAndCharge()).lead();
    rig.reply(succeeded(compensation("a", "reserve[0]")));
    rig.reply(succeeded(compensation("a", "reserve[1]")));
    successor.settle();
    assertThat(rig.reports()).containsExactly("a compensated");
  }

  private static SagaDefinition<Order> reserveAndCharge() {
    return Saga.named(Orders.SAGA, Order.class)
        .parallel("all")
        .branch(
            branch ->
                branch
                    .forEach("both", String.class, order -> List.of(order.sku(), "box"))
                    .atMost(2)
                    .atOnce(2)
                    .run(
                        item ->
                            item.step("reserve")
                                .at(STOCK)
                                .command(sku -> new ReserveStock(sku.item()))
                                .compensation(sku -> new ReleaseStock(sku.item()))
                                .timeout(TIMEOUT)
                                .retry(TWICE)))
        .branch(
            branch ->
                branch
                    .step("charge")
                    .at(PAYMENTS)
                    .command(order -> new ChargeCard(order.sku()))
                    .withoutCompensation()
                    .timeout(TIMEOUT)
                    .retry(TWICE))
        .join()
        .build();
  }
}
