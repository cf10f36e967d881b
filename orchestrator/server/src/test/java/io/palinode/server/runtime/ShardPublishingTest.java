package io.palinode.server.runtime;

import static io.palinode.server.runtime.Checkpoint.DECIDED_NOT_JOURNALED;
import static io.palinode.server.runtime.Checkpoint.JOURNALED_NOT_PUBLISHED;
import static io.palinode.server.runtime.Checkpoint.PUBLISHED_NOT_NOTED;
import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.TIMEOUT;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.InputPosition;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a shard sends, and what it makes of Kafka's answers. */
class ShardPublishingTest {
  private static final Exception NO_BROKER = new IllegalStateException("no broker");
  private static final Duration STALE = Duration.ofMillis(Pipeline.HEAD_STALE_MILLIS);

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldSendNothingBeforeTheBatchIsKnownToBeDurable() {
    rig.start("a");
    owner.lead().deliver();

    assertThat(rig.outcomes).hasSize(1);
    assertThat(rig.commands(STOCK)).isEmpty();

    owner.commit();

    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 1");
    owner.acknowledge();
    assertThat(owner.checkpoints)
        .containsExactly(DECIDED_NOT_JOURNALED, JOURNALED_NOT_PUBLISHED, PUBLISHED_NOT_NOTED);
  }

  @Test
  void shouldSendNothingOfABatchThatWasKeptOut() {
    rig.start("a");
    owner.lead().election.session().loseRequests();
    owner.deliver();
    Owner rival = rig.owner().lead();
    owner.election.session().reconnect();

    owner.commit();

    assertThat(rig.commands(STOCK)).isEmpty();
    assertThat(owner.election.restarts()).isEqualTo(1);
    assertThat(owner.shard.liveSagas()).isEqualTo(-1);
    rival.settle();
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 2");
  }

  @Test
  void shouldSendNothingOfABatchWhoseFateItDoesNotKnow() {
    rig.start("a");
    owner.lead().election.session().loseAnswers();
    owner.deliver();
    Owner rival = rig.owner().lead();
    owner.election.session().reconnect();

    owner.commit();

    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 2");
    rival.settle();
    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldHaveTwoBatchesOnTheirWayAndNoThird() {
    owner.lead();
    for (String saga : new String[] {"a", "b", "c"}) {
      rig.start(saga);
      owner.deliver();
    }
    assertThat(rig.journaled()).containsOnlyKeys("a", "b");

    owner.commit();
    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 1");
    assertThat(rig.journaled()).containsOnlyKeys("a", "b", "c");

    owner.commit().commit();
    assertThat(rig.commands(STOCK)).hasSize(3);
  }

  @Test
  void shouldDecideInOneBatchWhatGathersWhileBatchesAreOnTheirWay() {
    owner.lead();
    rig.start("a");
    owner.deliver();
    rig.start("b");
    owner.deliver();
    rig.start("c", "d", "e");
    owner.deliver();

    owner.commit();

    assertThat(rig.batchesOf("c")).containsExactly(3L);
    assertThat(rig.batchesOf("e")).containsExactly(3L);
  }

  @Test
  void shouldCountAStepsTimeFromKafkasAcknowledgement() {
    rig.start("a");
    owner.lead().deliver().commit();

    rig.clock.advance(TIMEOUT.multipliedBy(3));
    owner.deliver().commit().work();
    assertThat(rig.batchesOf("a")).hasSize(1);

    owner.acknowledge();
    rig.clock.advance(TIMEOUT.minusMillis(1));
    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(1);

    rig.clock.advance(Duration.ofMillis(1));
    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(2);
  }

  @Test
  void shouldSendAgainWhatKafkaDidNotTakeAndNotCountThatTime() {
    rig.start("a");
    owner.clients.fail(NO_BROKER);
    owner.lead().settle();
    for (int second = 0; second < 60; second++) {
      rig.clock.advance(Duration.ofSeconds(1));
      owner.settle();
    }
    assertThat(rig.commands(STOCK)).isEmpty();
    assertThat(rig.batchesOf("a")).hasSize(1);

    owner.clients.recover();
    rig.clock.advanceTo(owner.shard.nextAt());
    owner.settle();

    assertThat(rig.commands(STOCK)).containsExactly("a/reserve-stock/action attempt 1 epoch 1");
    rig.clock.advance(TIMEOUT);
    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(2);
  }

  @Test
  void shouldSendTheNextAttemptUnderTheSameId() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(TIMEOUT);
    owner.settle();
    rig.clock.advance(Orders.RETRY_AFTER);
    owner.settle();

    assertThat(rig.commands(STOCK))
        .containsExactly(
            "a/reserve-stock/action attempt 1 epoch 1", "a/reserve-stock/action attempt 2 epoch 1");
  }

  @Test
  void shouldTellASuccessorWhatIsPublishedAndThenRest() {
    rig.start("a");
    owner.lead().settle();
    assertThat(rig.head().publishedThrough()).isZero();

    rig.clock.advance(STALE);
    owner.settle();
    assertThat(rig.head().publishedThrough()).isEqualTo(1);
    long batches = rig.head().batch();

    rig.clock.advance(STALE.multipliedBy(3));
    owner.settle();
    assertThat(rig.head().batch()).isEqualTo(batches);
  }

  @Test
  void shouldNoteInTheHeadWhatItHasReadThoughItDecidedNothing() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("nobody", RESERVE_STOCK)));
    rig.reply(succeeded(action("a", Orders.CHARGE_CARD)));
    owner.settle();
    assertThat(owner.count(ShardCounters.Count.STALE_REPLIES)).isEqualTo(2);

    rig.clock.advance(STALE);
    owner.settle();

    assertThat(rig.head().position()).isEqualTo(new InputPosition(1, 2));
    assertThat(owner.clients.progressOf(0)).isEqualTo(new InputPosition(1, 2));
    assertThat(rig.commands(PAYMENTS)).isEmpty();
  }

  @Test
  void shouldNotSayThatItHasReadWhatIsNotDurable() {
    rig.start("a");
    owner.lead().deliver();
    assertThat(owner.clients.progressOf(0)).isNull();

    owner.commit();
    assertThat(owner.clients.progressOf(0)).isEqualTo(rig.head().position());
  }

  @Test
  void shouldSleepUntilItHearsSomethingWhileNothingCanBeWritten() {
    rig.start("a");
    owner.lead().settle();
    for (String saga : new String[] {"b", "c"}) {
      rig.start(saga);
      owner.deliver();
    }

    rig.clock.advance(TIMEOUT.plusSeconds(1));

    assertThat(owner.shard.doWork()).isFalse();
    assertThat(owner.shard.nextAt()).isEqualTo(Long.MAX_VALUE);
    owner.settle();
    assertThat(rig.batchesOf("a")).hasSize(2);
  }
}
