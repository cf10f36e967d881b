package io.palinode.server.transport.kafka;

import static io.palinode.server.transport.kafka.TestKafka.LIMIT;
import static io.palinode.server.transport.kafka.TestKafka.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.palinode.kafka.KafkaUnreachable;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.RecordRefused;
import io.palinode.server.transport.RecordingAcks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaPublisherTest {
  private final RecordingAcks acks = new RecordingAcks();
  private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();

  @Test
  void shouldFailTheSendAtOnceWhenTheTopicIsNotKnown(TestKafka kafka) {
    kafka.publisher().send("missing", record("saga", "x"), acks);

    assertThat(acks.failures()).singleElement().isInstanceOf(TimeoutException.class);
  }

  @Test
  void shouldSayThatSendingAgainIsOfNoUseWhenTheRecordIsTooLarge(TestKafka kafka) {
    kafka.withShards(1);
    String topic = kafka.topics().replies();

    kafka.publisher(topic).send(topic, new WireRecord("saga", Map.of(), new byte[2 << 20]), acks);

    await().atMost(LIMIT).until(() -> !acks.failures().isEmpty());
    assertThat(acks.failures())
        .singleElement()
        .isInstanceOf(RecordRefused.class)
        .asString()
        .contains(topic);
  }

  @Test
  void shouldFinishWhatIsUnderWayWhenClosed(TestKafka kafka) {
    kafka.withShards(1);
    String topic = kafka.topics().replies();
    var publisher = kafka.publisher(topic);
    for (int i = 0; i < 2_000; i++) {
      publisher.send(topic, record("saga", "r" + i), acks);
    }

    publisher.close(LIMIT);

    assertThat(acks.count()).isEqualTo(2_000);
    publisher.send(topic, record("saga", "late"), acks);
    assertThat(acks.failures()).hasSize(1);
  }

  @Test
  void shouldNameTheAddressWhenTheTopicsDoNotGetKnown(TestKafka kafka) {
    var publisher = kafka.publisher();

    assertThatExceptionOfType(KafkaUnreachable.class)
        .isThrownBy(() -> publisher.warm(List.of("missing"), Duration.ofMillis(200)))
        .withMessageContaining("missing")
        .withMessageContaining(kafka.clients().bootstrapServers());
  }

  @Test
  void shouldSendThroughAnotherProducerWhenTheFirstIsPastMending() {
    try (var publisher = new KafkaPublisher("nowhere", this::mock)) {
      publisher.send("topic", record("saga", "lost"), acks);
      publisher.send("topic", record("saga", "lost too"), acks);
      made.get(0).errorNext(new OutOfOrderSequenceException("gap"));
      assertThat(acks.failures()).singleElement().isInstanceOf(OutOfOrderSequenceException.class);

      publisher.send("topic", record("saga", "again"), acks);

      assertThat(made).hasSize(2);
      assertThat(made.get(0).closed()).isTrue();
      assertThat(made.get(1).history()).hasSize(1);
      made.get(1).completeNext();
      assertThat(acks.count()).isEqualTo(1);
    }
  }

  @Test
  void shouldMakeAnotherProducerAtMostOnceASecond() {
    try (var publisher = new KafkaPublisher("nowhere", this::mock)) {
      for (int i = 0; i < 100; i++) {
        publisher.send("topic", record("saga", "r" + i), acks);
        made.get(made.size() - 1).errorNext(new OutOfOrderSequenceException("gap"));
      }

      assertThat(acks.failures()).hasSize(100);
      assertThat(made).hasSize(2);
    }
  }

  private Producer<byte[], byte[]> mock() {
    var serializer = new ByteArraySerializer();
    made.add(new MockProducer<>(false, null, serializer, serializer));
    return made.get(made.size() - 1);
  }
}
