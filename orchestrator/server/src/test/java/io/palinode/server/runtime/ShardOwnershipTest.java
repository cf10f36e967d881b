package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.TIMEOUT;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a shard is won, suspended, lost and let go of. */
class ShardOwnershipTest {
  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldSendNothingWhileSuspendedAndGoOnInTheSameSession() {
    rig.start("a");
    owner.lead().deliver().election.suspend();

    owner.commit();
    assertThat(rig.journaled()).containsOnlyKeys("a");
    assertThat(rig.commands(STOCK)).isEmpty();
    assertThat(owner.shard.nextAt()).isEqualTo(Long.MAX_VALUE);

    owner.election.resume();
    owner.settle();
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 1");
  }

  @Test
  void shouldActOnOutcomesInTheirOrderAfterASuspension() {
    owner.lead();
    rig.start("a");
    owner.deliver();
    rig.start("b");
    owner.deliver().election.suspend();
    owner.commit().election.resume();
    rig.tellOutcomes(1);

    owner.settle();

    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve-stock/action attempt 1 epoch 1", "b/reserve-stock/action attempt 1 epoch 1");
  }

  @Test
  void shouldFireNoTimerAndTakeNoInputWhileSuspended() {
    rig.start("a");
    owner.lead().settle().election.suspend();
    rig.clock.advance(TIMEOUT);
    rig.start("b");

    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(1);
    assertThat(rig.journaled()).containsOnlyKeys("a");

    owner.election.resume();
    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(2);
    assertThat(rig.journaled()).containsOnlyKeys("a", "b");
  }

  @Test
  void shouldDropEverythingWhenLostAndLeadAgain() {
    rig.start("a");
    owner.lead().deliver().election.lose();

    owner.commit();
    assertThat(owner.shard.liveSagas()).isEqualTo(-1);
    assertThat(owner.shard.nextAt()).isEqualTo(Long.MAX_VALUE);
    assertThat(rig.commands(STOCK)).isEmpty();
    rig.start("b");
    assertThat(owner.clients.deliver(10)).isZero();

    owner.lead().settle();
    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve-stock/action attempt 1 epoch 2", "b/reserve-stock/action attempt 1 epoch 2");
    assertThat(owner.shard.liveSagas()).isEqualTo(2);
  }

  @Test
  void shouldGoOnAfterALossThatCameWhileSuspended() {
    owner.lead().election.suspend();
    owner.election.lose();
    rig.start("a");

    owner.lead().settle();

    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldHearNothingOfAnEarlierTerm() {
    rig.start("a");
    owner.lead().deliver().commit().election.lose();
    owner.lead().deliver();

    owner.clients.acknowledge(1);
    owner.work();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.work();

    assertThat(rig.head().publishedThrough()).isZero();
  }

  @Test
  void shouldRaceAgainWhenItsSessionIsOverAtTheTakeover() {
    owner.election.win();
    owner.election.expireUnheard();

    owner.work();
    assertThat(owner.election.restarts()).isEqualTo(1);

    rig.start("a");
    owner.lead().settle();
    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldLetOnlyOneOfTwoLeadersWrite() {
    owner.lead();
    Owner rival = rig.owner().lead();
    rig.start("a");

    owner.deliver();
    rival.deliver();
    owner.settle();
    rival.settle();

    assertThat(rig.head().epoch()).isEqualTo(2);
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 2");
    assertThat(owner.election.restarts()).isEqualTo(1);
    assertThat(rival.election.restarts()).isZero();
  }

  @Test
  void shouldDrainBeforeItLetsGo() {
    rig.start("a");
    owner.lead().deliver();
    CompletableFuture<?> stopped = owner.shard.stop();
    rig.start("b");
    owner.deliver();

    owner.commit();
    assertThat(stopped).isNotDone();
    owner.acknowledge();
    assertThat(stopped).isNotDone();
    owner.commit();

    assertThat(stopped).isDone();
    assertThat(owner.election.isClosed()).isTrue();
    assertThat(rig.journaled()).containsOnlyKeys("a");
    assertThat(rig.head()).isEqualTo(new Head(1, 2, "node", new InputPosition(1, -1), 1));
  }

  @Test
  void shouldNotLetGoInASuspensionBeforeItsSuccessorCanKnowWhatIsPublished() {
    rig.start("a");
    owner.lead().deliver().commit();
    CompletableFuture<?> stopped = owner.shard.stop();
    owner.election.suspend();
    owner.acknowledge();
    assertThat(stopped).isNotDone();

    owner.election.resume();
    owner.settle();

    assertThat(stopped).isDone();
    assertThat(rig.head().publishedThrough()).isEqualTo(1);
  }

  @Test
  void shouldLeaveItsSuccessorNothingToSendAgain() {
    rig.start("a");
    owner.lead().settle();
    CompletableFuture<?> stopped = owner.shard.stop();
    rig.start("b");
    owner.settle();
    assertThat(stopped).isDone();

    rig.owner().lead().settle();

    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve-stock/action attempt 1 epoch 1", "b/reserve-stock/action attempt 1 epoch 2");
  }

  @Test
  void shouldGiveAShardBackAsItWouldStopAndRaceForItAgain() {
    rig.start("a");
    owner.lead().settle();
    owner.shard.giveBack();
    rig.start("b");
    owner.settle();

    assertThat(owner.election.restarts()).isEqualTo(1);
    assertThat(owner.election.isClosed()).isFalse();
    assertThat(owner.shard.liveSagas()).isEqualTo(-1);
    assertThat(rig.journaled()).containsOnlyKeys("a");
    assertThat(rig.head().publishedThrough()).isEqualTo(1);

    owner.lead().settle();
    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve-stock/action attempt 1 epoch 1", "b/reserve-stock/action attempt 1 epoch 2");
  }

  @Test
  void shouldGiveAShardBackInTimeAlthoughKafkaIsAway() {
    rig.start("a");
    owner.lead().deliver().commit().shard.giveBack();
    owner.work();
    assertThat(owner.election.restarts()).isZero();

    rig.clock.advanceTo(owner.shard.nextAt());
    owner.work();

    assertThat(owner.election.restarts()).isEqualTo(1);
    rig.owner().lead();
    assertThat(rig.commands(STOCK)).last().isEqualTo("a/reserve-stock/action attempt 1 epoch 2");
  }

  @Test
  void shouldGiveNothingBackThatItDoesNotHave() {
    owner.shard.giveBack();
    owner.work();

    assertThat(owner.election.restarts()).isZero();
    rig.start("a");
    owner.lead().settle();
    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldNotFireTimersWhileItDrains() {
    rig.start("a");
    owner.lead().deliver().commit().acknowledge();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.deliver().commit();
    CompletableFuture<?> stopped = owner.shard.stop();

    rig.clock.advance(TIMEOUT);
    owner.work();
    long batches = rig.head().batch();
    rig.clock.advance(TIMEOUT);
    owner.work();

    assertThat(rig.head().batch()).isEqualTo(batches);
    assertThat(stopped).isNotDone();
    owner.settle();
    assertThat(stopped).isDone();
  }

  @Test
  void shouldStopAtOnceWhenTheShardIsAnothers() {
    CompletableFuture<?> stopped = owner.shard.stop();

    owner.work();

    assertThat(stopped).isDone();
    assertThat(owner.election.isClosed()).isTrue();
  }

  @Test
  void shouldNotTakeAShardThatItWinsWhileItStops() {
    CompletableFuture<?> stopped = owner.shard.stop();
    owner.election.win();

    owner.work();

    assertThat(stopped).isDone();
    assertThat(rig.head().epoch()).isZero();
    assertThat(owner.election.isClosed()).isTrue();
  }

  @Test
  void shouldLetGoOfAShardWhoseInputHasFailedAlthoughKafkaIsAway() {
    rig.start("a");
    owner.lead().deliver().commit();
    owner.feed.fail(0);
    CompletableFuture<?> stopped = owner.shard.stop();
    owner.work();
    rig.clock.advance(Duration.ofMinutes(1));

    owner.work();

    assertThat(stopped).isDone();
  }
}
