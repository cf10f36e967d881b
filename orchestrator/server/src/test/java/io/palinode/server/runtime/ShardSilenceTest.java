package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.RETRY_AFTER;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.TIMEOUT;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static io.palinode.server.runtime.Orders.tryAgain;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.Orders.ReserveStock;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What time does while Kafka has replies and cannot give them. */
class ShardSilenceTest {
  private final ShardRig rig = new ShardRig();
  private Owner owner = rig.owner();

  @BeforeEach
  void begin() {
    rig.start("a");
    owner.lead().settle();
  }

  @Test
  void shouldTakeAReplyThatKafkaHadInTimeHoweverLateItCanGiveIt() {
    owner.clients.goAway();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    rig.clock.advance(TIMEOUT.multipliedBy(100));
    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(1);

    owner.clients.comeBack();
    owner.settle();

    assertThat(owner.count(Count.RETRIES)).isZero();
    assertThat(rig.commands(PAYMENTS)).containsExactly("a/charge-card/action attempt 1 epoch 1");
  }

  @Test
  void shouldTimeOutWhenKafkaAnswersThatThereIsNoReply() {
    owner.clients.goAway();
    rig.clock.advance(TIMEOUT);
    owner.settle();
    assertThat(owner.count(Count.RETRIES)).isZero();
    assertThat(owner.shard.nextAt()).as("nothing to do until Kafka answers").isGreaterThan(now());

    owner.clients.comeBack();
    owner.settle();

    assertThat(owner.count(Count.RETRIES)).isEqualTo(1);
  }

  @Test
  void shouldAskAgainForWhatIsDueAfterKafkaWasAsked() {
    rig.clock.advance(Duration.ofSeconds(1));
    rig.start("b");
    owner.settle();
    rig.clock.advance(TIMEOUT.minusSeconds(1));
    owner.work();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.clients.deliver(1);
    owner.clients.goAway();
    rig.reply(succeeded(action("b", RESERVE_STOCK)));

    owner.settle();
    assertThat(owner.count(Count.RETRIES)).as("of a").isEqualTo(1);
    owner.clients.comeBack();
    owner.settle();

    assertThat(owner.count(Count.RETRIES)).as("of a").isEqualTo(1);
    assertThat(rig.commands(PAYMENTS)).containsExactly("b/charge-card/action attempt 1 epoch 1");
  }

  @Test
  void shouldAskOnceForAllThatIsDue() {
    rig.start("b", "c", "d");
    owner.settle();

    rig.clock.advance(TIMEOUT);
    owner.settle();

    assertThat(owner.count(Count.RETRIES)).isEqualTo(4);
    assertThat(owner.feed.turns()).containsExactly("catch up");
  }

  @Test
  void shouldMakeTheNextAttemptWithoutAsking() {
    rig.reply(tryAgain(action("a", RESERVE_STOCK)));
    owner.settle();
    rig.clock.advance(RETRY_AFTER);

    owner.settle();

    assertThat(rig.commands(STOCK)).hasSize(2);
    assertThat(owner.feed.turns()).isEmpty();
  }

  @Test
  void shouldAskAgainWhenTheClockWasPutBack() {
    rig.clock.advance(TIMEOUT);
    owner.settle();
    rig.clock.putBack(TIMEOUT);
    rig.start("b");
    owner.settle();
    rig.clock.advance(TIMEOUT.minusSeconds(1));
    owner.settle();
    owner.clients.goAway();
    rig.reply(succeeded(action("b", RESERVE_STOCK)));
    rig.clock.advance(Duration.ofMillis(999));
    owner.settle();
    rig.clock.advance(Duration.ofMillis(1));

    owner.settle();
    owner.clients.comeBack();
    owner.settle();

    assertThat(rig.commands(PAYMENTS)).containsExactly("b/charge-card/action attempt 1 epoch 1");
  }

  @Test
  void shouldHoldTheDeadlineOfASagaToo() {
    SagaDefinition<Order> hurried =
        Saga.named("hurried", Order.class)
            .deadline(TIMEOUT)
            .step(RESERVE_STOCK)
            .at(STOCK)
            .command(order -> new ReserveStock(order.sku()))
            .withoutCompensation()
            .timeout(TIMEOUT.multipliedBy(2))
            .build();
    ShardRig hurry = new ShardRig();
    owner = hurry.owner(hurried);
    hurry.broker.write(Source.STARTS, 0, Orders.start("a", "hurried"));
    owner.lead().settle();

    owner.clients.goAway();
    hurry.reply(succeeded(action("a", RESERVE_STOCK)));
    hurry.clock.advance(TIMEOUT);
    owner.settle();
    owner.clients.comeBack();
    owner.settle();

    assertThat(owner.count(Count.COMPLETED)).isEqualTo(1);
  }

  @Test
  void shouldStandStillWhileItsInputCannotBeRead() {
    rig.reply(tryAgain(action("a", RESERVE_STOCK)));
    owner.settle();
    owner.feed.fail(0);
    owner.settle();
    rig.clock.advance(RETRY_AFTER);
    owner.settle();
    assertThat(rig.commands(STOCK)).hasSize(1);

    rig.clock.advance(Duration.ofSeconds(30));
    owner.settle();

    assertThat(rig.commands(STOCK)).last().isEqualTo("a/reserve-stock/action attempt 2 epoch 2");
  }

  private long now() {
    return rig.clock.millis();
  }
}
