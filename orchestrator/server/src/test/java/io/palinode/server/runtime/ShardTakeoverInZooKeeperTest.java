package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.message.CommandMessage;
import io.palinode.message.SagaReport;
import io.palinode.server.journal.zookeeper.TestSession;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.MemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A takeover of two thousand sagas that live in a real ZooKeeper. */
class ShardTakeoverInZooKeeperTest {
  private static final int NOTED = 1_800;
  private static final int UNACKNOWLEDGED = 200;

  private final EmbeddedZooKeeper server = EmbeddedZooKeeper.builder().fsync(false).start();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final MemoryTransport broker = new MemoryTransport(ShardRig.TOPICS, 1);
  private final EchoingParticipants participants = new EchoingParticipants(broker);
  private final ManualClock clock = new ManualClock();

  @AfterEach
  void stopServer() {
    timer.shutdownNow();
    server.close();
  }

  @Test
  void shouldLoseNothingAndSendAgainOnlyWhatMayBeMissing() {
    List<String> noted = ids("noted", NOTED);
    List<String> unacknowledged = ids("unacknowledged", UNACKNOWLEDGED);
    try (ZooKeeperNode first = node()) {
      start(noted);
      first.until(() -> sent().size() == NOTED && first.clients.unacknowledged() == 0);
      clock.advance(Duration.ofSeconds(1));
      long batches = first.counters.get(Count.BATCHES);
      first.until(() -> first.counters.get(Count.BATCHES) > batches);
      start(unacknowledged);
      first.untilUnacknowledged(() -> sent().size() == NOTED + UNACKNOWLEDGED);
    }

    try (ZooKeeperNode second = node()) {
      second.until(() -> second.shard.liveSagas() == NOTED + UNACKNOWLEDGED);
      assertThat(second.counters.get(Count.RESENT_AT_TAKEOVER)).isEqualTo(UNACKNOWLEDGED);
      assertThat(sent().subList(NOTED + UNACKNOWLEDGED, sent().size()))
          .containsExactlyInAnyOrderElementsOf(unacknowledged);

      List<String> all = Stream.of(noted, unacknowledged).flatMap(List::stream).toList();
      second.until(() -> participants.answer() == 0 && reports().size() >= all.size());
      second.until(() -> second.shard.liveSagas() == 0);
      assertThat(reports())
          .containsExactlyInAnyOrderElementsOf(all.stream().map(id -> id + " completed").toList());
      assertThat(second.counters.get(Count.STALE_REPLIES)).isEqualTo(UNACKNOWLEDGED);
      assertThat(second.counters.get(Count.TAKEOVERS)).isEqualTo(1);
    }
  }

  private ZooKeeperNode node() {
    return new ZooKeeperNode(TestSession.open(server.port()), broker, clock, timer);
  }

  private void start(List<String> sagaIds) {
    sagaIds.forEach(id -> broker.write(Source.STARTS, 0, Orders.start(id)));
  }

  private static List<String> ids(String prefix, int sagas) {
    return IntStream.range(0, sagas).mapToObj(i -> "%s-%05d".formatted(prefix, i)).toList();
  }

  private List<String> sent() {
    return broker.records(ShardRig.TOPICS.commands(STOCK)).stream()
        .map(record -> CommandMessage.from(record).id().sagaId())
        .toList();
  }

  private List<String> reports() {
    return broker.records(ShardRig.TOPICS.events()).stream()
        .map(SagaReport::from)
        .map(report -> report.sagaId() + " " + report.status().word())
        .toList();
  }
}
