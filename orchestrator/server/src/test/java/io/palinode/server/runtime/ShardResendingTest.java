package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.CODEC;
import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.SAGA;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Payload;
import io.palinode.message.SagaRequest;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Orders.Order;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A successor that has to send again more than may be on its way at a time. */
class ShardResendingTest {
  private static final SagaDefinition<?> NEXT_VERSION = Orders.placeOrder(2);
  private static final int SAGAS = 250;
  private static final int BYTES = 60_000;
  private static final int MOST_AT_A_TIME = (int) (Publications.MAX_UNACKNOWLEDGED / BYTES) + 1;

  private final ShardRig rig = new ShardRig();
  private final List<String> ids =
      IntStream.range(0, SAGAS).mapToObj("order-%03d"::formatted).toList();

  /** One saga that nobody serves any more keeps published-through where it is. */
  @BeforeEach
  void leaveEverythingUnsent() {
    rig.start("unserved");
    rig.owner().lead().deliver().commit();
    Owner owner = rig.owner(NEXT_VERSION).lead();
    Payload data = CODEC.encode(new Order("x".repeat(BYTES)));
    ids.forEach(
        id -> rig.broker.write(Source.STARTS, 0, new SagaRequest.Start(id, SAGA, data).toRecord()));
    owner.settle();
    owner.crash();
    assertThat(rig.commands(STOCK)).hasSize(1 + SAGAS);
  }

  @Test
  void shouldSendAgainNoMoreThanThereIsRoomForAndDecideNothingBefore() {
    Owner successor = rig.owner(NEXT_VERSION).lead();
    int atOnce = successor.clients.unacknowledged();
    assertThat(atOnce).isBetween(MOST_AT_A_TIME / 2, MOST_AT_A_TIME);

    rig.reply(succeeded(action(ids.get(SAGAS - 1), RESERVE_STOCK)));
    successor.deliver();
    successor.clients.acknowledge(5);
    successor.work();
    assertThat(successor.clients.unacknowledged()).isEqualTo(atOnce);
    assertThat(rig.outcomes).isEmpty();

    successor.settle();
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isEqualTo(SAGAS);
    assertThat(rig.commands(STOCK))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("unserved/reserve-stock/action attempt 1 epoch 1"),
                    ids.stream()
                        .flatMap(
                            id ->
                                Stream.of(2, 3)
                                    .map(
                                        epoch ->
                                            "%s/reserve-stock/action attempt 1 epoch %d"
                                                .formatted(id, epoch))))
                .toList());
    assertThat(rig.commands(PAYMENTS)).hasSize(1);
  }

  @Test
  void shouldSendAllOfItBeforeItStops() {
    Owner successor = rig.owner(NEXT_VERSION).lead();
    CompletableFuture<@Nullable Void> stopped = successor.shard.stop();

    successor.work();
    assertThat(stopped).isNotDone();
    successor.settle();

    assertThat(stopped).isDone();
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isEqualTo(SAGAS);
  }
}
