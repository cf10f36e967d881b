package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.CHARGE_CARD;
import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.TIMEOUT;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a successor makes of what it finds. */
class ShardTakeoverTest {
  private static final SagaDefinition<?> NEXT_VERSION = Orders.placeOrder(2);

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldSendAgainExactlyWhatMayNotHaveBeenSent() {
    rig.start("sent");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    rig.start("unacknowledged");
    owner.deliver().commit();
    rig.start("unsent");
    owner.deliver();

    Owner successor = rig.owner().lead();

    assertThat(rig.commands(STOCK))
        .containsExactly(
            "sent/reserve-stock/action attempt 1 epoch 1",
            "unacknowledged/reserve-stock/action attempt 1 epoch 1",
            "unacknowledged/reserve-stock/action attempt 1 epoch 2",
            "unsent/reserve-stock/action attempt 1 epoch 2");
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isEqualTo(2);
  }

  @Test
  void shouldConsumeTheBacklogBeforeAnyOverdueTimerFires() {
    rig.start("answered", "silent");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    rig.reply(succeeded(action("answered", RESERVE_STOCK)));
    rig.clock.advance(Duration.ofHours(1));

    Owner successor = rig.owner().lead();
    successor.work().acknowledge();
    assertThat(rig.batchesOf("silent")).hasSize(1);
    assertThat(rig.batchesOf("answered")).hasSize(1);

    successor.settle();
    assertThat(rig.batchesOf("silent")).hasSize(2);
    assertThat(rig.commands(PAYMENTS)).hasSize(1);
    assertThat(rig.commands(STOCK))
        .noneMatch(sent -> sent.startsWith("answered/reserve-stock/action attempt 2"));
  }

  @Test
  void shouldKeepTheDeadlineOfWhatWasSentBefore() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();

    Owner successor = rig.owner().lead().settle();
    rig.clock.advance(TIMEOUT.minusMillis(1_001));
    successor.settle();
    assertThat(rig.batchesOf("a")).hasSize(1);

    rig.clock.advance(Duration.ofMillis(1));
    successor.settle();
    assertThat(rig.batchesOf("a")).hasSize(2);
  }

  @Test
  void shouldGoOnWaitingForARetry() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(TIMEOUT);
    owner.settle();

    Owner successor = rig.owner().lead().settle();
    assertThat(rig.commands(STOCK)).hasSize(1);
    rig.clock.advance(Orders.RETRY_AFTER);
    successor.settle();

    assertThat(rig.commands(STOCK)).last().isEqualTo("a/reserve-stock/action attempt 2 epoch 2");
  }

  @Test
  void shouldReadOnWhereThePredecessorStopped() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();

    Owner successor = rig.owner().lead();

    assertThat(successor.feed.openings()).containsExactly(rig.head().position());
    assertThat(successor.clients.deliver(10)).isZero();
  }

  @Test
  void shouldReportAgainAndThenRemoveASagaWhoseLastReportMayBeMissing() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver().crash();

    Owner successor = rig.owner().lead();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPENSATED);

    successor.settle();
    assertThat(rig.journaled()).isEmpty();
    assertThat(rig.reports()).containsExactly("a compensated");
  }

  @Test
  void shouldLetASagaStandStillWhoseDefinitionItDoesNotServe() {
    rig.start("a");
    owner.lead().settle();
    Owner other = rig.owner(NEXT_VERSION).lead();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    rig.start("b");
    rig.clock.advance(Duration.ofHours(1));

    other.settle();
    assertThat(rig.batchesOf("a")).hasSize(1);
    assertThat(rig.journaled()).containsOnlyKeys("a", "b");
    assertThat(rig.commands(PAYMENTS)).isEmpty();

    Owner both = rig.owner(Orders.PLACE_ORDER, NEXT_VERSION).lead();
    both.settle();
    assertThat(rig.commands(STOCK)).contains("a/reserve-stock/action attempt 1 epoch 3");
    rig.clock.advance(TIMEOUT);
    both.settle();
    assertThat(rig.batchesOf("a")).hasSize(2);
  }

  @Test
  void shouldNotTellASuccessorThatWhatItCannotReadWasSent() {
    rig.start("a");
    owner.lead().deliver();
    Owner other = rig.owner(NEXT_VERSION).lead();
    rig.start("b");
    other.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    other.settle();
    assertThat(rig.commands(STOCK)).noneMatch(sent -> sent.startsWith("a/"));

    rig.owner(Orders.PLACE_ORDER, NEXT_VERSION).lead().settle();

    assertThat(rig.commands(STOCK)).contains("a/reserve-stock/action attempt 1 epoch 3");
  }

  @Test
  void shouldKeepTheIdAndTheLogOfASagaThatItCannotRead() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.changeLog("a", "{\"format\":99}\n".getBytes(UTF_8));

    Owner successor = rig.owner().lead();
    rig.start("a", "b");
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    successor.settle();

    List<String> logs = new ArrayList<>();
    rig.journals.join().load(saga -> logs.add(saga.sagaId() + " " + new String(saga.log(), UTF_8)));
    assertThat(logs.get(0)).isEqualTo("a {\"format\":99}\n");
    assertThat(logs).hasSize(2);
    assertThat(rig.reports()).containsExactly("a parked", "a parked");
    assertThat(successor.count(Count.REPEATED_STARTS)).isEqualTo(1);
    assertThat(successor.shard.liveSagas()).isEqualTo(2);
  }

  @Test
  void shouldTakeOverAgainAndAgain() {
    rig.start("a");
    Owner last = owner.lead().settle();
    for (int i = 0; i < 5; i++) {
      last.crash();
      last = rig.owner().lead().settle();
    }
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    last.settle().crash();
    last = rig.owner().lead().settle();
    rig.reply(succeeded(action("a", CHARGE_CARD)));
    last.settle();

    assertThat(rig.reports()).containsExactly("a completed");
  }
}
