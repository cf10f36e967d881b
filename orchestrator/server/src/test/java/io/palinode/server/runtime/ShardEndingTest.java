package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.CHARGE_CARD;
import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.compensation;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a saga ends, and leaves the journal. */
class ShardEndingTest {
  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();
  private final long began = rig.clock.millis();

  @Test
  void shouldCompleteASaga() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();
    rig.reply(succeeded(action("a", CHARGE_CARD)));
    owner.settle();

    assertThat(rig.commands(STOCK)).hasSize(1);
    assertThat(rig.commands(PAYMENTS)).hasSize(1);
    assertThat(rig.reports()).containsExactly("a completed");
    assertThat(rig.journaled()).isEmpty();
    assertThat(owner.count(Count.COMPLETED)).isEqualTo(1);
  }

  @Test
  void shouldUndoWhatWasDoneWhenTheCardIsRefused() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();
    rig.reply(rejected(action("a", CHARGE_CARD)));
    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPENSATING);
    rig.reply(succeeded(compensation("a", RESERVE_STOCK)));
    owner.settle();

    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve-stock/action attempt 1 epoch 1",
            "a/reserve-stock/compensation attempt 1 epoch 1");
    assertThat(rig.reports()).containsExactly("a compensated");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldKeepAnEndedSagaUntilKafkaHasItsReport() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver().commit();
    assertThat(rig.reports()).containsExactly("a compensated");

    rig.start("b");
    owner.deliver().commit().work();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPENSATED);

    owner.settle();
    assertThat(rig.journaled()).containsOnlyKeys("b");
    assertThat(owner.shard.liveSagas()).isEqualTo(1);
  }

  @Test
  void shouldNotTakeAnEarlierReportForTheLast() {
    rig.start("a");
    owner.lead().settle();
    rig.inquire("a");
    owner.deliver().commit();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver();

    owner.acknowledge();
    assertThat(rig.reports()).containsExactly("a running");
    assertThat(rig.outcomes).hasSize(1);
    owner.commit().work();
    assertThat(rig.journaled()).containsOnlyKeys("a");

    owner.settle();
    assertThat(rig.reports()).containsExactly("a running", "a compensated");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldSendTheLastReportAgainUntilKafkaTakesIt() {
    rig.start("a");
    owner.lead().settle();
    owner.clients.fail(new IllegalStateException("no broker"));
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.settle();
    assertThat(rig.journaled()).containsOnlyKeys("a");

    owner.clients.recover();
    rig.clock.advanceTo(owner.shard.nextAt());
    owner.settle();

    assertThat(rig.reports()).containsExactly("a compensated");
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldLetAnEndedSagaLeaveAlthoughMoreInputWaitsThanABatchHolds() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver().commit();
    rig.start(IntStream.range(0, 1_000).mapToObj(i -> "order-" + i).toArray(String[]::new));
    owner.clients.deliver(100_000);

    owner.acknowledge().commit();

    assertThat(rig.journaled()).isNotEmpty().hasSizeLessThan(1_000).doesNotContainKey("a");
  }

  @Test
  void shouldReportAnEndUnderOneIdHoweverOftenAndByWhomever() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver().commit();
    rig.clock.advance(Duration.ofSeconds(1));
    rig.start("a");
    owner.deliver().commit();
    rig.clock.advance(Duration.ofSeconds(1));
    rig.owner().lead().settle();

    // The end, and the answer; both again by the successor, as Kafka has acknowledged neither.
    assertThat(rig.reports()).hasSize(4).containsOnly("a compensated");
    assertThat(rig.broker.records(ShardRig.TOPICS.events()))
        .extracting(report -> report.headers().get("ce_id"))
        .containsOnly("a/compensated/" + began);
  }

  @Test
  void shouldHaveRoomForTheLocksOfOthersOnceSagasHaveEnded() {
    int fits = LockBudget.MAX_PATH_BYTES / (ShardRig.TOPICS.namespace().length() + 56 + 128);
    String[] ids =
        IntStream.rangeClosed(0, fits)
            .mapToObj(i -> "-%06d".formatted(i))
            .map(number -> "a".repeat(128 - number.length()) + number)
            .toArray(String[]::new);
    rig.start(ids);
    owner.lead().settle();
    assertThat(rig.journals.locks()).isEqualTo(fits);

    Stream.of(ids).forEach(id -> rig.reply(rejected(action(id, RESERVE_STOCK))));
    owner.settle();
    rig.start("c".repeat(128));
    owner.settle();

    assertThat(rig.journals.locks()).isEqualTo(1);
  }

  @Test
  void shouldRemoveManySagasWithoutForgettingOne() {
    String[] ids = IntStream.range(0, 1_000).mapToObj(i -> "order-" + i).toArray(String[]::new);
    rig.start(ids);
    owner.lead().settle();
    assertThat(rig.journaled()).hasSize(1_000);
    for (String id : ids) {
      rig.reply(rejected(action(id, RESERVE_STOCK)));
    }
    owner.settle();
    assertThat(rig.journaled()).isEmpty();

    rig.start(ids);
    rig.owner().lead().settle();

    assertThat(rig.journaled()).isEmpty();
    assertThat(rig.reports()).hasSize(2_000);
    assertThat(rig.commands(STOCK)).hasSize(1_000);
  }
}
