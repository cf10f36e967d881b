package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Payload;
import io.palinode.message.SagaRequest.Start;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.Orders.ReserveStock;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.ShardOf;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A shard whose publisher keeps older owners out: when it sends, and when it is lost by it. */
class ShardFencingTest {
  private static final String RESERVE = "a/reserve-stock/action attempt 1 epoch ";

  private final ShardRig rig = new ShardRig();

  @Test
  void shouldSendOnceABatchHasPassedTheFenceAfterOthersAreKeptOut() {
    leftUnsent("a");
    Owner owner = rig.strictOwner().lead().deliver();
    assertThat(rig.outcomes).as("no batch before others are kept out").isEmpty();

    owner.keepOthersOut();
    assertThat(rig.outcomes).as("a batch of the head alone").hasSize(1);
    assertThat(rig.commands(STOCK)).isEmpty();

    owner.commit();
    assertThat(rig.commands(STOCK)).containsExactly(RESERVE + 2);
    assertThat(rig.batchesOf("a")).containsExactly(1L);
  }

  @Test
  void shouldTakeInputOnlyThen() {
    Owner owner = rig.strictOwner().lead();
    rig.start("a");
    owner.deliver().keepOthersOut();
    assertThat(rig.journaled()).isEmpty();

    owner.settle();

    assertThat(rig.commands(STOCK)).containsExactly(RESERVE + 1);
  }

  @Test
  void shouldSleepWhileItWaitsThoughATimerIsOverdue() {
    rig.start("a");
    Owner gone = rig.owner().lead().settle();
    rig.clock.advance(Duration.ofSeconds(2));
    gone.settle().crash();
    rig.clock.advance(Orders.TIMEOUT);

    Owner owner = rig.strictOwner().lead().deliver().work();

    assertThat(owner.shard.doWork()).isFalse();
    assertThat(owner.shard.nextAt()).isEqualTo(Long.MAX_VALUE);
    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(2);
  }

  @Test
  void shouldFindRestThoughItMustPassOnARecordFirst() {
    ShardRig two = new ShardRig(2);
    String foreign =
        Stream.iterate(0, i -> i + 1)
            .map(i -> "saga-" + i)
            .filter(id -> ShardOf.shardOf(id, 2) == 1)
            .findFirst()
            .orElseThrow();
    two.start(foreign);

    Owner owner = two.strictOwner().lead().settle();
    two.clock.advance(Duration.ofMillis(Pipeline.HEAD_STALE_MILLIS));
    owner.settle();

    assertThat(two.broker.end(Source.STARTS, 1)).isEqualTo(1);
    assertThat(two.head().position().starts()).isEqualTo(1);
  }

  @Test
  void shouldTakeNoBatchForTheConfirmationThatWasWrittenBeforeOthersWereKeptOut() {
    AtomicBoolean broken = new AtomicBoolean();
    SagaDefinition<Order> fragile = fragile(broken);
    Payload data = Orders.CODEC.encode(new Order("apple"));
    rig.broker.write(Source.STARTS, 0, new Start("a", fragile.name(), data).toRecord());
    rig.owner(fragile).lead().deliver().crash();
    rig.outcomes.clear();
    broken.set(true);

    Owner owner = rig.strictOwner(fragile).lead();
    assertThat(rig.outcomes).as("the batch in which the saga parks").hasSize(1);
    owner.keepOthersOut().commit();
    assertThat(rig.journaled()).containsExactly(Map.entry("a", SagaStatus.PARKED));
    assertThat(rig.reports()).isEmpty();

    owner.commit();
    assertThat(rig.reports()).containsExactly("a parked");
  }

  @Test
  void shouldSendNothingIfItWasDeposedWhileItKeptOthersOut() {
    leftUnsent("a");
    Owner late = rig.strictOwner().lead();
    Owner successor = rig.strictOwner().lead();
    successor.keepOthersOut().commit();
    assertThat(rig.commands(STOCK)).containsExactly(RESERVE + 3);

    late.keepOthersOut().commit();

    assertThat(late.election.restarts()).isEqualTo(1);
    assertThat(late.shard.liveSagas()).isEqualTo(-1);
    assertThat(rig.commands(STOCK)).containsExactly(RESERVE + 3);
  }

  @Test
  void shouldTakeTheShardAgainWhenALateOwnerKeepsItOut() {
    Owner late = rig.strictOwner().lead();
    Owner successor = rig.strictOwner().lead().settle();
    late.keepOthersOut();
    rig.start("a");

    successor.settle();
    assertThat(successor.election.restarts()).isEqualTo(1);
    assertThat(rig.commands(STOCK)).isEmpty();

    successor.lead().settle();
    assertThat(rig.commands(STOCK)).containsExactly(RESERVE + 3);
  }

  @Test
  void shouldKeepOutNobodyOnceItKnowsThatTheShardIsAnothers() {
    Owner deposed = rig.strictOwner().lead();
    deposed.election.lose();
    deposed.work();
    Owner successor = rig.strictOwner().lead().settle();
    rig.start("a");

    deposed.keepOthersOut();
    successor.settle();

    assertThat(rig.commands(STOCK)).containsExactly(RESERVE + 2);
  }

  @Test
  void shouldActOnNothingMoreOnceItIsKeptOut() {
    rig.start("a");
    Owner owner = rig.strictOwner().lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.deliver();
    Owner successor = rig.strictOwner().lead().keepOthersOut();

    owner.commit().work();

    assertThat(rig.batchesOf("a")).as("the batch was in time").hasSize(2);
    assertThat(rig.commands(PAYMENTS)).isEmpty();
    assertThat(owner.election.restarts()).isEqualTo(1);
    assertThat(owner.shard.liveSagas()).isEqualTo(-1);
    successor.settle();
    assertThat(rig.commands(PAYMENTS)).containsExactly("a/charge-card/action attempt 1 epoch 2");
  }

  @Test
  void shouldPassTheFenceThoughMoreIsUnsentThanMayBe() {
    int sagas = 20_000;
    rig.start(IntStream.range(0, sagas).mapToObj(i -> "s" + i).toArray(String[]::new));
    Owner gone = rig.owner();
    gone.lead();
    gone.clients.deliver(sagas);
    gone.clients.goAway();
    for (int turn = 0; turn < sagas && rig.head().position().starts() < sagas; turn++) {
      gone.commit();
    }
    gone.crash();
    assertThat(rig.commands(STOCK)).isEmpty();
    assertThat(rig.head().position().starts()).as("no more could be taken").isLessThan(sagas);

    rig.strictOwner().lead().settle();

    assertThat(rig.commands(STOCK)).hasSize(sagas);
  }

  /** A saga whose command cannot be built any more once it is broken. */
  private static SagaDefinition<Order> fragile(AtomicBoolean broken) {
    return Saga.named("fragile", Order.class)
        .step(RESERVE_STOCK)
        .at(STOCK)
        .command(order -> command(order, broken.get()))
        .withoutCompensation()
        .build();
  }

  private static ReserveStock command(Order order, boolean broken) {
    if (broken) {
      throw new IllegalStateException("It cannot be built any more.");
    }
    return new ReserveStock(order.sku());
  }

  /** An owner that is gone has journaled the saga's first command, and has not sent it. */
  private void leftUnsent(String sagaId) {
    rig.start(sagaId);
    Owner gone = rig.owner().lead().deliver();
    gone.crash();
    rig.outcomes.clear();
    assertThat(rig.batchesOf(sagaId)).containsExactly(1L);
    assertThat(rig.commands(STOCK)).isEmpty();
  }
}
