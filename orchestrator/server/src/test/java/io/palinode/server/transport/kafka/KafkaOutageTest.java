package io.palinode.server.transport.kafka;

import static io.palinode.server.journal.InputPosition.BEGINNING;
import static io.palinode.server.transport.InputRecord.Source.REPLIES;
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
import io.palinode.server.transport.ShardOf;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes and comes back on its port and its data. */
class KafkaOutageTest {
  private static final int SHARD = ShardOf.shardOf("saga", 2);

  private final RecordingListener listener = new RecordingListener();
  private final RecordingListener late = new RecordingListener();
  private final RecordingAcks acks = new RecordingAcks();
  private @TempDir Path directory;
  private EmbeddedKafka broker;
  private TestKafka kafka;
  private int sent;

  @BeforeEach
  void startBroker() {
    broker = EmbeddedKafka.builder().directory(directory).start();
    kafka = TestKafka.on(broker.bootstrapServers()).withShards(2);
  }

  @AfterEach
  void stopBroker() {
    kafka.close();
    broker.close();
  }

  @Test
  void shouldLoseNothingAndFailNothingWhenTheBrokerIsAwayForAWhile() throws IOException {
    var publisher = kafka.publisher(kafka.topics().replies());
    var feed = kafka.feed();
    feed.open(SHARD, BEGINNING, listener);
    send(publisher, 100);
    await().atMost(LIMIT).until(() -> acks.count() == 100 && listener.records().size() == 100);

    broker.close();
    assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
    feed.open(1 - SHARD, BEGINNING, late);
    // Long enough for both clients to notice, and to forget what they would forget.
    await()
        .atMost(LIMIT)
        .during(Duration.ofSeconds(4))
        .untilAsserted(
            () -> {
              send(publisher, 10);
              assertThat(acks.failures()).isEmpty();
            });
    assertThat(acks.count()).isEqualTo(100);

    broker = EmbeddedKafka.builder().directory(directory).port(broker.port()).start();
    await().atMost(LIMIT).until(() -> acks.count() == sent && listener.records().size() == sent);
    assertThat(sent).isGreaterThan(110);
    assertThat(listener.values(REPLIES))
        .isEqualTo(IntStream.range(0, sent).mapToObj(i -> "r" + i).toList());
    assertThat(acks.failures()).isEmpty();
    assertThat(listener.failures()).isEmpty();

    List<WireRecord> others = numbered("late", 0, 3);
    kafka.write(kafka.partition(REPLIES, 1 - SHARD), others);
    await().atMost(LIMIT).until(() -> late.records().size() == 3);
  }

  private void send(KafkaPublisher publisher, int count) {
    for (int i = 0; i < count; i++) {
      publisher.send(kafka.topics().replies(), record("saga", "r" + sent++), acks);
    }
  }

  private void connect() throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), broker.port()).close();
  }
}
