package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.TIMEOUT;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Rejection;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.Orders.ReleaseStock;
import io.palinode.server.runtime.Orders.ReserveStock;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A local step between two others: when its function runs, and what becomes of its outcome. */
class ShardLocalTest {
  private static final RetryPolicy TWICE =
      RetryPolicy.attempts(2).backoff(Duration.ofSeconds(1), 1, Duration.ofSeconds(1)).jitter(0);

  private final ShardRig rig = new ShardRig();
  private final List<String> calls = new ArrayList<>();
  private Runnable during = () -> {};
  private final Owner owner = rig.owner(priceAndReserve());

  @Test
  void shouldBeginWhenTheBatchIsDurableAndActWhenTheOutcomeIs() {
    rig.start("a");
    owner.lead().deliver();
    assertThat(owner.pool.waiting()).as("before the batch is durable").isZero();
    owner.commit();
    assertThat(owner.pool.waiting()).isEqualTo(1);

    owner.pool.runNext();
    owner.work();
    assertThat(rig.commands(STOCK)).as("before the outcome is durable").isEmpty();
    owner.commit();
    owner.acknowledge();
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve/action attempt 1 epoch 1");
    assertThat(calls).containsExactly("price");

    rig.reply(succeeded(action("a", "reserve")));
    owner.settle();
    assertThat(rig.reports()).containsExactly("a completed");
  }

  @Test
  void shouldUndoALocalStepLocally() {
    rig.start("a");
    run(owner.lead().settle());
    rig.reply(rejected(action("a", "reserve")));
    run(owner.settle());

    assertThat(calls).containsExactly("price", "unprice");
    assertThat(rig.reports()).containsExactly("a compensated");
    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldBelieveARejectionAndTryAgainAfterAnythingElse() {
    during =
        () -> {
          if (calls.size() == 1) {
            throw new NoClassDefFoundError("prices/List");
          }
          throw new Rejection("NO_PRICE", "Nobody sells it.");
        };
    rig.start("a");
    run(owner.lead().settle());
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.RUNNING);
    rig.clock.advance(Duration.ofSeconds(1));
    run(owner.settle());

    assertThat(calls).containsExactly("price", "price");
    assertThat(owner.count(Count.RETRIES)).isEqualTo(1);
    assertThat(rig.reports()).containsExactly("a compensated");
  }

  @Test
  void shouldLetTheClockStartWhenTheFunctionBegins() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(TIMEOUT.multipliedBy(3));
    owner.settle();
    assertThat(owner.count(Count.RETRIES)).as("while it waits for a thread").isZero();

    during =
        () -> {
          during = () -> {};
          owner.settle();
          rig.clock.advance(TIMEOUT.minusMillis(1));
          owner.settle();
          assertThat(owner.count(Count.RETRIES)).isZero();
          rig.clock.advance(Duration.ofMillis(1));
          owner.settle();
          assertThat(Thread.interrupted()).as("interrupted at its timeout").isTrue();
        };
    owner.pool.runNext();
    owner.settle();
    assertThat(owner.count(Count.RETRIES)).isEqualTo(1);
    assertThat(owner.count(Count.STALE_REPLIES)).as("it came late").isEqualTo(1);
    assertThat(rig.commands(STOCK)).isEmpty();

    rig.clock.advance(Duration.ofSeconds(1));
    run(owner.settle());
    assertThat(calls).containsExactly("price", "price");
    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldTimeOutWithoutAskingKafkaForReplies() {
    rig.start("a");
    owner.lead().settle();
    during =
        () -> {
          owner.settle();
          owner.clients.goAway();
          rig.clock.advance(TIMEOUT);
          owner.settle();
          assertThat(Thread.interrupted()).as("interrupted at its timeout").isTrue();
        };
    owner.pool.runNext();

    assertThat(owner.feed.turns()).isEmpty();
  }

  @Test
  void shouldCallTheFunctionAgainAtTakeoverWhateverWasPublished() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle().pool.runNext();
    owner.crash();

    Owner successor = rig.owner(priceAndReserve()).lead();
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isZero();
    rig.clock.advance(TIMEOUT.multipliedBy(2));
    successor.settle();
    assertThat(successor.count(Count.RETRIES)).as("its clock starts anew").isZero();
    run(successor);

    assertThat(calls).containsExactly("price", "price");
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve/action attempt 1 epoch 2");
  }

  @Test
  void shouldCallTheCompensationAgainAtTakeover() {
    rig.start("a");
    run(owner.lead().settle());
    rig.reply(rejected(action("a", "reserve")));
    owner.settle().crash();

    run(rig.owner(priceAndReserve()).lead());
    assertThat(calls).containsExactly("price", "unprice");
    assertThat(rig.reports()).containsExactly("a compensated");
  }

  @Test
  void shouldTakeNoOutcomeBeforeItMaySend() {
    rig.start("a");
    owner.lead().settle().crash();

    Owner successor = rig.strictOwner(priceAndReserve()).lead();
    successor.pool.runNext();
    successor.work();
    assertThat(rig.outcomes).as("no batch before others are kept out").isEmpty();
    successor.settle();
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve/action attempt 1 epoch 2");
  }

  @Test
  void shouldInterruptWhatRunsWhenTheShardIsLost() {
    rig.start("a");
    owner.lead().settle();
    during =
        () -> {
          owner.settle();
          owner.election.lose();
          owner.work();
          assertThat(Thread.interrupted()).isTrue();
        };
    owner.pool.runNext();
    owner.work();

    assertThat(calls).containsExactly("price");
    assertThat(rig.commands(STOCK)).isEmpty();
  }

  @Test
  void shouldLeaveWhatHasNotBegunToTheSuccessor() {
    rig.start("a");
    owner.lead().settle();

    var stopped = owner.shard.stop();
    owner.settle();
    assertThat(stopped).isDone();
    owner.pool.runNext();
    assertThat(calls).as("it must not begin any more").isEmpty();

    run(rig.owner(priceAndReserve()).lead());
    assertThat(calls).containsExactly("price");
  }

  @Test
  void shouldWaitForWhatHasBegunBeforeItLetsGo() {
    rig.start("a");
    owner.lead().settle();
    List<Boolean> done = new ArrayList<>();
    during =
        () -> {
          owner.settle();
          var stopped = owner.shard.stop();
          owner.settle();
          done.add(stopped.isDone());
        };
    owner.pool.runNext();
    owner.settle();

    assertThat(done).containsExactly(false);
    assertThat(owner.shard.stop()).isDone();
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve/action attempt 1 epoch 1");

    Owner successor = rig.owner(priceAndReserve()).lead().settle();
    assertThat(successor.pool.waiting()).as("its outcome is journaled").isZero();
  }

  @Test
  void shouldNotWaitLongerThanAllowedWhenItGivesTheShardBack() {
    rig.start("a");
    owner.lead().settle();
    during =
        () -> {
          owner.settle();
          owner.shard.giveBack();
          owner.settle();
          assertThat(owner.shard.liveSagas()).as("it waits").isEqualTo(1);
          rig.clock.advance(Duration.ofMillis(Shard.GIVE_BACK_WITHIN_MILLIS));
          owner.settle();
          assertThat(owner.shard.liveSagas()).as("it has let go").isEqualTo(-1);
          assertThat(Thread.interrupted()).isTrue();
        };
    owner.pool.runNext();

    during = () -> {};
    run(rig.owner(priceAndReserve()).lead());
    assertThat(calls).containsExactly("price", "price");
  }

  @Test
  void shouldTakeNoReplyFromOutsideForAnOutcome() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", "price")));
    owner.settle();

    assertThat(owner.count(Count.STALE_REPLIES)).isEqualTo(1);
    assertThat(rig.commands(STOCK)).isEmpty();
  }

  private static void run(Owner owner) {
    while (owner.pool.runNext()) {
      owner.settle();
    }
  }

  private Object price() {
    calls.add("price");
    during.run();
    return null;
  }

  private SagaDefinition<Order> priceAndReserve() {
    return Saga.named(Orders.SAGA, Order.class)
        .step("price")
        .locally(order -> price())
        .compensateLocally(order -> calls.add("unprice"))
        .timeout(TIMEOUT)
        .retry(TWICE)
        .step("reserve")
        .at(STOCK)
        .command(order -> new ReserveStock(order.sku()))
        .compensation(order -> new ReleaseStock(order.sku()))
        .timeout(TIMEOUT)
        .build();
  }
}
