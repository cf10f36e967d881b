package io.palinode.server.transport.kafka;

import static io.palinode.server.transport.kafka.TestKafka.LIMIT;
import static io.palinode.server.transport.kafka.TestKafka.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.ShardOf;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaPublisherTest {
  private final RecordingAcks acks = new RecordingAcks();

  @Test
  void shouldKeepTheOrderOfAKeyWhenManyAreSent(TestKafka kafka) {
    kafka.withShards(2);
    var listener = new RecordingListener();
    var publisher = kafka.publisher(kafka.topics().replies());
    for (int i = 0; i < 5_000; i++) {
      publisher.send(kafka.topics().replies(), record("saga", "r" + i), acks);
    }

    kafka.feed().open(ShardOf.shardOf("saga", 2), InputPosition.BEGINNING, listener);

    listener.awaitRecords(5_000);
    assertThat(listener.values(Source.REPLIES))
        .containsExactlyElementsOf(IntStream.range(0, 5_000).mapToObj(i -> "r" + i).toList());
    await().atMost(LIMIT).until(() -> acks.count() == 5_000);
    assertThat(acks.failures()).isEmpty();
  }
}
