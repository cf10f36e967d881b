package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.key.Mailbox;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import io.palinode.message.SagaRequest;
import io.palinode.message.Signal;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.Weight;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a shard holds at most while ZooKeeper or Kafka stands still, and that nothing is lost. */
class ShardBoundsTest {
  private static final int POLL = 500;
  private static final int FLOOD = 6_000;
  private static final int SIGNALS = 16;

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();
  private final EchoingParticipants participants = new EchoingParticipants(rig.broker);

  @Test
  void shouldLeaveAFloodOfStartsInKafkaWhileZooKeeperStandsStill() {
    flood(FLOOD);
    owner.lead();

    int polled = pollUntilPaused();

    int held = (int) (InputQueue.PAUSE_ABOVE / Weight.of(Orders.start(id(0))));
    int decided = Batch.MAX_IN_FLIGHT * Batch.MAX_WRITES;
    assertThat(polled).isLessThanOrEqualTo(held + decided + 2 * POLL).isLessThan(FLOOD);
    assertThat(owner.count(Count.STARTED)).isLessThanOrEqualTo(decided);
    assertThat(rig.outcomes).hasSize(Batch.MAX_IN_FLIGHT);
    finishAll(FLOOD);
  }

  @Test
  void shouldTakeNoMoreThanItCanSendWhileKafkaAcknowledgesNothing() {
    flood(2 * FLOOD);
    owner.lead();

    for (int quiet = 0; quiet < 3; ) {
      owner.clients.deliver(POLL);
      owner.shard.doWork();
      quiet = rig.tellOutcomes(1) > 0 ? 0 : quiet + 1;
    }

    int unsent = owner.clients.unacknowledged();
    int weight = Weight.of(rig.broker.records(ShardRig.TOPICS.commands(STOCK)).get(0));
    int atMost =
        (int) (Publications.MAX_UNACKNOWLEDGED / weight) + Batch.MAX_IN_FLIGHT * Batch.MAX_WRITES;
    assertThat(unsent).isLessThanOrEqualTo(atMost).isLessThan(2 * FLOOD);
    assertThat(owner.count(Count.STARTED)).isEqualTo(unsent);
    rig.clock.advance(Duration.ofHours(1));
    owner.work();
    assertThat(owner.count(Count.RETRIES)).isZero();
    finishAll(2 * FLOOD);
    assertThat(owner.count(Count.RETRIES)).isZero();
  }

  @Test
  void shouldWriteBatchesOfNoMoreThanSoManyRecords() {
    IntStream.range(0, FLOOD)
        .forEach(
            i -> rig.broker.write(Source.STARTS, 0, new SagaRequest.Inquire(id(i)).toRecord()));
    owner.lead().deliver();

    owner.commit();

    assertThat(owner.clients.unacknowledged()).isEqualTo(BatchDraft.MAX_RECORDS);
    owner.settle();
    assertThat(rig.reports()).hasSize(FLOOD);
  }

  @Test
  void shouldFinishWhatHasBegunBeforeItTakesMoreStarts() {
    rig.start("a");
    owner.lead().settle();
    flood(FLOOD);
    pollUntilPaused();
    rig.reply(succeeded(action("a", RESERVE_STOCK)));

    owner.clients.deliver(POLL);
    owner.commit().commit();

    assertThat(rig.commands(Orders.PAYMENTS)).hasSize(0);
    owner.commit();
    assertThat(rig.commands(Orders.PAYMENTS)).hasSize(1);
    assertThat(owner.count(Count.STARTED)).isLessThan(FLOOD / 2);
  }

  @Test
  void shouldFireTimersWhileStartsPileUp() {
    rig.start("a");
    owner.lead().settle();
    rig.clock.advance(Orders.TIMEOUT);
    flood(FLOOD);

    pollUntilPaused();
    owner.commit();

    assertThat(owner.count(Count.STARTED)).isLessThan(FLOOD / 2);
    assertThat(owner.count(Count.RETRIES)).isEqualTo(1);
  }

  @Test
  void shouldCountTheSagasThatHaveNoRoomForALock() {
    int sagas = 3_000;
    IntStream.range(0, sagas).forEach(i -> rig.start("%0128d".formatted(i)));

    owner.lead().settle();

    assertThat(rig.journals.locks()).isBetween(sagas / 2, sagas - 1);
    assertThat(owner.count(Count.UNLOCKED)).isEqualTo(sagas - rig.journals.locks());
  }

  @Test
  void shouldTakeABurstOfSignalsInBatchesThatTheJournalHasRoomFor() {
    Owner collecting = rig.owner(Collect.COLLECT);
    IntStream.range(0, SIGNALS).forEach(i -> rig.broker.write(Source.STARTS, 0, signal(i)));

    collecting.lead().settle();

    assertThat(rig.journals.keys())
        .extracting(key -> ((Mailbox) KeyCodec.decode(KeyUse.SIGNAL, key.content())).kept().size())
        .containsExactly(SIGNALS / 4, SIGNALS / 4, SIGNALS / 4, SIGNALS / 4);
    assertThat(rig.head().position().starts()).isEqualTo(SIGNALS);
  }

  /** One of 25 KiB, to each of four keys in turn. */
  private static WireRecord signal(int number) {
    Payload large = Orders.CODEC.encode("x".repeat(25 * 1024));
    KeyAddress to = new KeyAddress(KeyUse.SIGNAL, Collect.PAID, "customer-" + number % 4);
    return new Signal(to, "signal-" + number, large).toRecord();
  }

  private void flood(int sagas) {
    IntStream.range(0, sagas).forEach(i -> rig.start(id(i)));
  }

  private static String id(int number) {
    return "order-%06d".formatted(number);
  }

  /** Polls as the feed does, while no outcome of any batch is told; says how much was polled. */
  private int pollUntilPaused() {
    int polled = 0;
    for (int quiet = 0; quiet < 3; ) {
      int now = owner.clients.deliver(POLL);
      owner.shard.doWork();
      polled += now;
      quiet = now > 0 ? 0 : quiet + 1;
    }
    return polled;
  }

  /** All goes well from now on. */
  private void finishAll(int sagas) {
    do {
      owner.settle();
    } while (participants.answer() > 0);
    assertThat(owner.count(Count.STARTED)).isEqualTo(sagas);
    assertThat(owner.count(Count.COMPLETED)).isEqualTo(sagas);
    assertThat(owner.count(Count.STALE_REPLIES)).isZero();
    assertThat(rig.reports()).hasSize(sagas).doesNotHaveDuplicates();
    assertThat(rig.journaled()).isEmpty();
  }
}
