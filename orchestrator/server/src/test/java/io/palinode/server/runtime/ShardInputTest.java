package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Payload;
import io.palinode.message.SagaRequest;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.ShardOf;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a shard makes of input that is good, repeated, foreign, broken or gone. */
class ShardInputTest {
  private static final String DEAD_STARTS = Topics.deadLetters(ShardRig.TOPICS.starts());
  private static final String DEAD_REPLIES = Topics.deadLetters(ShardRig.TOPICS.replies());
  private static final WireRecord GIBBERISH =
      new WireRecord("a", Map.of(), "gibberish".getBytes(UTF_8));
  private static final Exception NO_BROKER = new IllegalStateException("no broker");

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldStartASagaOnceAndReportItsStandingWhenAskedAgain() {
    rig.start("a", "a");
    owner.lead().settle();
    rig.start("a");
    owner.settle();

    assertThat(rig.commands(STOCK)).hasSize(1);
    assertThat(rig.reports()).containsExactly("a running", "a running");
    assertThat(owner.count(Count.STARTED)).isEqualTo(1);
    assertThat(owner.count(Count.REPEATED_STARTS)).isEqualTo(2);
  }

  @Test
  void shouldRememberASagaThatHasEndedAlsoAfterATakeover() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(Orders.rejected(action("a", RESERVE_STOCK)));
    owner.settle();
    assertThat(rig.journaled()).isEmpty();

    rig.start("a");
    owner.settle();
    writeHead(owner);
    Owner next = rig.owner().lead().settle();
    rig.start("a");
    writeHead(next);
    rig.owner().lead().settle();

    assertThat(rig.commands(STOCK)).hasSize(1);
    assertThat(rig.reports()).containsExactly("a compensated", "a compensated", "a compensated");
  }

  @Test
  void shouldReportWhatItKnowsOfASagaWhenAsked() {
    rig.start("a");
    rig.inquire("a");
    rig.inquire("nobody");
    owner.lead().settle();

    assertThat(rig.reports()).containsExactlyInAnyOrder("a running", "nobody unknown");
  }

  @Test
  void shouldRefuseASagaThatNobodyDefined() {
    rig.broker.write(
        Source.STARTS, 0, new SagaRequest.Start("a", "no-such-saga", Payload.NONE).toRecord());
    rig.start("b");
    owner.lead().settle();

    assertThat(rig.reports()).containsExactly("a refused");
    assertThat(rig.broker.records(DEAD_STARTS)).extracting(WireRecord::key).containsExactly("a");
    assertThat(rig.journaled()).containsOnlyKeys("b");
  }

  /** The journal keeps no trace of the answer, so a successor would not know that it is owed. */
  @Test
  void shouldTellHowASagaHasEndedBeforeItReadsOn() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(Orders.rejected(action("a", RESERVE_STOCK)));
    writeHead(owner);
    assertThat(rig.head().position().starts()).isEqualTo(1);

    rig.start("a");
    rig.inquire("a");
    owner.deliver().work();
    rig.clock.advance(Duration.ofMillis(Pipeline.HEAD_STALE_MILLIS));
    owner.work();
    assertThat(rig.reports()).containsExactly("a compensated", "a compensated", "a compensated");
    assertThat(rig.head().position().starts()).isEqualTo(1);

    owner.acknowledge();
    writeHead(owner);
    assertThat(rig.head().position().starts()).isEqualTo(3);
    assertThat(rig.reports()).hasSize(3);
  }

  /** It may leave the journal in the batch that would have sent the answer. */
  @Test
  void shouldTellSoTooOfASagaThatHasNotLeftYet() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(Orders.rejected(action("a", RESERVE_STOCK)));
    owner.deliver().commit();
    assertThat(rig.journaled()).containsOnlyKeys("a");

    rig.start("a");
    owner.deliver().commit().work();
    assertThat(rig.reports()).containsExactly("a compensated", "a compensated");
    assertThat(rig.head().position().starts()).isEqualTo(1);

    owner.acknowledge();
    writeHead(owner);
    assertThat(rig.head().position().starts()).isEqualTo(2);
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldForgetAStartThatCannotBeJournaled() {
    byte[] twoValues = "{\"sku\":\"apple\"} {\"sku\":\"pear\"}".getBytes(UTF_8);
    var start = new SagaRequest.Start("a", Orders.SAGA, new Payload("order", twoValues));
    rig.broker.write(Source.STARTS, 0, start.toRecord());
    owner.lead().settle();
    assertThat(rig.reports()).containsExactly("a refused");
    assertThat(owner.count(Count.STARTED)).isZero();

    rig.start("a");
    owner.settle();

    assertThat(rig.journaled()).containsOnlyKeys("a");
    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldBuryWhatItCannotReadBeforeItReadsOn() {
    rig.reply(GIBBERISH);
    rig.start("b");
    owner.lead().deliver();

    assertThat(rig.broker.records(DEAD_REPLIES))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.key()).isEqualTo("a");
              assertThat(letter.value()).isEqualTo("gibberish".getBytes(UTF_8));
              assertThat(letter.headers())
                  .containsEntry(WireHeader.DLT_TOPIC, ShardRig.TOPICS.replies())
                  .containsEntry(WireHeader.DLT_OFFSET, "0")
                  .containsKey(WireHeader.DLT_REASON);
            });
    assertThat(rig.head().position()).isEqualTo(InputPosition.BEGINNING);

    owner.acknowledge();
    assertThat(rig.head().position()).isEqualTo(new InputPosition(1, 1));
    assertThat(rig.journaled()).containsOnlyKeys("b");
    assertThat(owner.count(Count.MALFORMED)).isEqualTo(1);
  }

  @Test
  void shouldSendAMisroutedRecordToItsShardBeforeItReadsOn() {
    ShardRig two = new ShardRig(2);
    String mine = idOfShard(0);
    String others = idOfShard(1);
    two.broker.write(Source.STARTS, 0, Orders.start(others));
    two.broker.write(Source.STARTS, 0, Orders.start(mine));
    two.broker.write(Source.REPLIES, 0, succeeded(action(others, RESERVE_STOCK)));
    Owner first = two.owner().lead().deliver();

    assertThat(keys(two, ShardRig.TOPICS.starts())).containsExactly(others, mine, others);
    assertThat(keys(two, ShardRig.TOPICS.replies())).containsExactly(others, others);
    assertThat(two.head().position()).isEqualTo(InputPosition.BEGINNING);

    first.settle();
    assertThat(two.head().position()).isEqualTo(new InputPosition(2, 1));
    assertThat(two.journaled()).containsOnlyKeys(mine);
    assertThat(first.count(Count.MISROUTED)).isEqualTo(2);
  }

  @Test
  void shouldReadARecordAgainWhoseCopyMayBeMissing() {
    rig.reply(GIBBERISH);
    owner.clients.fail(NO_BROKER);
    owner.lead().settle();

    Owner successor = rig.owner().lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    successor.settle();

    assertThat(rig.broker.records(DEAD_REPLIES)).hasSize(1);
    assertThat(rig.head().position()).isEqualTo(new InputPosition(InputPosition.NONE, 1));
  }

  @Test
  void shouldSendACopyAgainUntilKafkaTakesIt() {
    rig.reply(GIBBERISH);
    owner.clients.fail(NO_BROKER);
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(5));
    owner.settle();
    assertThat(rig.head().position()).isEqualTo(InputPosition.BEGINNING);

    owner.clients.recover();
    rig.clock.advance(Duration.ofSeconds(2));
    owner.settle();
    rig.clock.advance(Duration.ofSeconds(2));
    owner.settle();

    assertThat(rig.broker.records(DEAD_REPLIES)).hasSize(1);
    assertThat(rig.head().position()).isEqualTo(new InputPosition(InputPosition.NONE, 1));
  }

  @Test
  void shouldTryAgainWhenItsInputCannotBeReadAndTakeNothingTwice() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();

    owner.feed.fail(0);
    rig.start("b");
    owner.settle();
    assertThat(rig.journaled()).containsOnlyKeys("a");
    long failedAt = rig.clock.millis();

    rig.clock.advanceTo(owner.shard.nextAt());
    owner.settle();
    while (owner.feed.openings().size() == 1) {
      rig.clock.advanceTo(owner.shard.nextAt());
      owner.settle();
    }

    assertThat(rig.clock.millis()).isEqualTo(failedAt + 30_000);
    assertThat(owner.feed.openings())
        .containsExactly(InputPosition.BEGINNING, new InputPosition(1, InputPosition.NONE));
    assertThat(owner.count(Count.STARTED)).isEqualTo(2);
    assertThat(rig.reports()).isEmpty();
    assertThat(rig.journaled()).containsOnlyKeys("a", "b");
  }

  @Test
  void shouldFireNoTimerWhoseReplyItCannotReadYet() {
    rig.start("a");
    owner.lead().settle();
    Owner successor = rig.owner().lead();
    successor.feed.fail(0);
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    rig.clock.advance(Orders.TIMEOUT.plusSeconds(1));

    successor.settle();
    assertThat(rig.batchesOf("a")).hasSize(1);

    rig.clock.advance(Duration.ofSeconds(30));
    successor.settle();
    assertThat(rig.commands(Orders.PAYMENTS)).hasSize(1);
  }

  @Test
  void shouldTakeAReplyThatIsHereBeforeTheDeadlineThatItMissed() {
    rig.start("a");
    owner.lead().settle();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    rig.clock.advance(Orders.TIMEOUT.plusSeconds(1));

    owner.settle();

    assertThat(rig.commands(Orders.PAYMENTS)).hasSize(1);
    assertThat(owner.count(Count.RETRIES)).isZero();
  }

  private static List<String> keys(ShardRig rig, String topic) {
    return rig.broker.records(topic).stream().map(WireRecord::key).toList();
  }

  private static String idOfShard(int shard) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "order-" + i)
        .filter(id -> ShardOf.shardOf(id, 2) == shard)
        .findFirst()
        .orElseThrow();
  }

  /** Lets the head move past input that has changed nothing. */
  private void writeHead(Owner leader) {
    leader.settle();
    rig.clock.advance(Duration.ofMillis(Pipeline.HEAD_STALE_MILLIS));
    leader.settle();
  }
}
