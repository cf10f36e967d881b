package io.palinode.server.transport.kafka;

import static io.palinode.server.journal.InputPosition.BEGINNING;
import static io.palinode.server.transport.InputRecord.Source.REPLIES;
import static io.palinode.server.transport.InputRecord.Source.STARTS;
import static io.palinode.server.transport.kafka.TestKafka.LIMIT;
import static io.palinode.server.transport.kafka.TestKafka.numbered;
import static io.palinode.server.transport.kafka.TestKafka.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.palinode.embedded.EmbeddedKafka;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.RecordingAcks;
import io.palinode.server.transport.RecordingListener;
import io.palinode.server.transport.RecordingStanding;
import io.palinode.server.transport.ShardOf;
import io.palinode.server.transport.ShardPublisher;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes and comes back on its port and its data. */
class KafkaOutageTest {
  private static final int SHARD = ShardOf.shardOf("saga", 2);

  /** Longer than a broker takes to start on a machine that is short of CPU. */
  private static final Map<String, String> PATIENT =
      Map.of("delivery.timeout.ms", "120000", "transaction.timeout.ms", "180000");

  private final RecordingListener listener = new RecordingListener();
  private final RecordingListener late = new RecordingListener();
  private final RecordingAcks acks = new RecordingAcks();
  private final RecordingAcks transactionalAcks = new RecordingAcks();
  private final RecordingStanding standing = new RecordingStanding();
  private @TempDir Path directory;
  private EmbeddedKafka broker;
  private TestKafka kafka;
  private KafkaPublisher publisher;
  private TransactionalPublishers publishers;
  private ShardPublisher transactional;
  private int sent;

  @BeforeEach
  void startBroker() {
    broker = EmbeddedKafka.builder().directory(directory).start();
    kafka = TestKafka.on(broker.bootstrapServers()).withShards(2);
    var clients = TestKafka.clients(broker.bootstrapServers(), PATIENT);
    publishers = new TransactionalPublishers(clients, "test", 0);
  }

  @AfterEach
  void stopBroker() {
    publishers.close();
    kafka.close();
    broker.close();
  }

  @Test
  void shouldLoseNothingAndFailNothingWhenTheBrokerIsAwayForAWhile() throws IOException {
    publisher = kafka.publisher(kafka.topics().replies());
    transactional = transactional();
    var feed = kafka.feed();
    feed.open(SHARD, BEGINNING, listener);
    await().atMost(LIMIT).until(() -> listener.caughtUpAfter().size() == 1);
    send(100);
    await().atMost(LIMIT).until(this::everythingIsThere);

    broker.close();
    assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
    feed.open(1 - SHARD, BEGINNING, late);
    feed.catchUp(SHARD);
    // Long enough for both clients to notice, and to forget what they would forget.
    await()
        .atMost(LIMIT)
        .during(Duration.ofSeconds(4))
        .untilAsserted(
            () -> {
              send(10);
              assertThat(acks.failures()).isEmpty();
              assertThat(transactionalAcks.failures()).isEmpty();
            });
    assertThat(acks.count()).isEqualTo(100);
    assertThat(transactionalAcks.count()).isEqualTo(100);
    assertThat(listener.caughtUpAfter()).containsExactly(0);

    broker = EmbeddedKafka.builder().directory(directory).port(broker.port()).start();
    await().atMost(LIMIT).until(this::everythingIsThere);
    assertThat(sent).isGreaterThan(110);
    List<String> everything = IntStream.range(0, sent).mapToObj(i -> "r" + i).toList();
    assertThat(listener.values(REPLIES)).isEqualTo(everything);
    assertThat(listener.values(STARTS)).as("sent in transactions").isEqualTo(everything);
    assertThat(acks.failures()).isEmpty();
    assertThat(transactionalAcks.failures()).isEmpty();
    assertThat(standing.heard()).containsExactly("others kept out");
    assertThat(listener.failures()).isEmpty();
    await().atMost(LIMIT).until(() -> listener.caughtUpAfter().size() == 2);

    List<WireRecord> others = numbered("late", 0, 3);
    kafka.write(kafka.partition(REPLIES, 1 - SHARD), others);
    await().atMost(LIMIT).until(() -> late.records().size() == 3);
  }

  @Test
  void shouldGoOnWhenKafkaAnswersForAShardThatIsClosedMeanwhile() {
    var feed = kafka.feed();
    feed.open(SHARD, BEGINNING, listener);
    feed.open(1 - SHARD, BEGINNING, late);
    await().atMost(LIMIT).until(() -> listener.caughtUpAfter().size() == 1);
    await().atMost(LIMIT).until(() -> late.caughtUpAfter().size() == 1);

    broker.close();
    feed.catchUp(SHARD);
    await()
        .atMost(LIMIT)
        .during(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(listener.caughtUpAfter()).hasSize(1));
    feed.close(SHARD);
    broker = EmbeddedKafka.builder().directory(directory).port(broker.port()).start();
    feed.catchUp(1 - SHARD);

    await().atMost(LIMIT).until(() -> late.caughtUpAfter().size() == 2);
    assertThat(late.failures()).isEmpty();
  }

  private ShardPublisher transactional() {
    ShardPublisher opened = publishers.open(SHARD, standing);
    await().atMost(LIMIT).until(standing::othersAreKeptOut);
    opened.confirm();
    return opened;
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      WireRecord next = record("saga", "r" + sent++);
      publisher.send(kafka.topics().replies(), next, acks);
      transactional.send(kafka.topics().starts(), next, transactionalAcks);
    }
  }

  private boolean everythingIsThere() {
    return acks.count() == sent
        && transactionalAcks.count() == sent
        && listener.records().size() == 2 * sent;
  }

  private void connect() throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), broker.port()).close();
  }
}
