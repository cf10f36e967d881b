package io.palinode.server.starts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.PayloadCodec;
import io.palinode.message.WireHeader;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The broker's answers to what was sent come when the handling is flushed. */
class StartHandlingTest {
  private final Map<String, RuntimeException> refused = new HashMap<>();
  private int answered;

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
        @Override
        public synchronized void flush() {
          while (answered < history().size()) {
            ProducerRecord<byte[], byte[]> sent = history().get(answered++);
            RuntimeException why = refused.get(sent.topic() + " " + text(sent.key()));
            boolean taken = why == null ? completeNext() : errorNext(why);
            assertThat(taken).isTrue();
          }
        }
      };

  private final StartHandling handling =
      new StartHandling(
          DEFINITION.starts().topics().get(0), "palinode.starts", new PayloadCodec(), producer);

  record OrderPlaced(int number, boolean gift) {}

  private static final SagaDefinition<OrderPlaced> DEFINITION =
      Saga.named("place-order", OrderPlaced.class)
          .startedBy("shop.orders", OrderPlaced.class)
          .onlyIf(placed -> !placed.gift())
          .id(placed -> "order-" + placed.number())
          .data(placed -> placed)
          .step("reserve-stock")
          .at("stock")
          .command(order -> order)
          .withoutCompensation()
          .build();

  @Test
  void shouldAskForTheSagaOfAWantedRecord() {
    CompletionStage<?> done = handling.handle(record("{\"number\":1}"));

    assertThat(sent()).containsExactly("palinode.starts order-1");
    assertThat(header(producer.history().get(0), WireHeader.SAGA)).isEqualTo("place-order");
    assertThat(text(producer.history().get(0).value())).isEqualTo("{\"number\":1,\"gift\":false}");
    assertThat(done).isNotDone();
    handling.flush();
    assertThat(done).isCompleted();
  }

  @Test
  void shouldHaveDoneAtOnceWithARecordThatIsNotWanted() {
    assertThat(handling.handle(record("{\"number\":2,\"gift\":true}"))).isCompleted();
    assertThat(sent()).isEmpty();
  }

  @Test
  void shouldNotHaveDoneWithARecordWhoseStartKafkaDoesNotTake() {
    refused.put("palinode.starts order-1", new KafkaException("Not now."));
    CompletionStage<?> done = handling.handle(record("{\"number\":1}"));
    handling.flush();

    assertThat(done).isCompletedExceptionally();
  }

  @Test
  void shouldBuryWhatIsOfNoUse() {
    CompletionStage<?> done = handling.handle(record("no JSON"));
    handling.flush();

    assertThat(done).isCompleted();
    assertThat(sent()).containsExactly("shop.orders-dlt key-7");
    ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
    assertThat(text(letter.value())).isEqualTo("no JSON");
    assertThat(header(letter, "trace")).isEqualTo("t-1");
    assertThat(header(letter, WireHeader.DLT_REASON)).contains("'place-order'", "cannot be read");
    assertThat(header(letter, WireHeader.DLT_OFFSET)).isEqualTo("7");
  }

  @Test
  void shouldBuryARecordWhoseStartTheBrokerFindsTooLarge() {
    refused.put("palinode.starts order-1", new RecordTooLargeException("Above 10 bytes."));
    CompletionStage<?> done = handling.handle(record("{\"number\":1}"));
    handling.flush();

    assertThat(done).isCompleted();
    assertThat(sent()).containsExactly("palinode.starts order-1", "shop.orders-dlt key-7");
    assertThat(header(producer.history().get(1), WireHeader.DLT_REASON))
        .contains("too large", "Above 10 bytes.");
  }

  @Test
  void shouldNotHaveDoneBeforeTheDeadLetterIsKept() {
    refused.put("palinode.starts order-1", new RecordTooLargeException("Above 10 bytes."));
    refused.put("shop.orders-dlt key-7", new KafkaException("Not now."));
    CompletionStage<?> done = handling.handle(record("{\"number\":1}"));
    handling.flush();

    assertThat(done).isCompletedExceptionally();
  }

  private List<String> sent() {
    return producer.history().stream().map(sent -> sent.topic() + " " + text(sent.key())).toList();
  }

  private static ConsumerRecord<byte[], byte[]> record(String value) {
    return new ConsumerRecord<>(
        "shop.orders",
        0,
        7,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        "key-7".getBytes(UTF_8),
        value.getBytes(UTF_8),
        new RecordHeaders().add("trace", "t-1".getBytes(UTF_8)),
        Optional.empty());
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    return text(record.headers().lastHeader(name).value());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
