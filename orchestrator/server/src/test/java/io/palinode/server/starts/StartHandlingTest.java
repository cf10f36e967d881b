package io.palinode.server.starts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.kafka.RecordLoop;
import io.palinode.kafka.Workers;
import io.palinode.message.PayloadCodec;
import io.palinode.message.WireHeader;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Each test lists what happens in poll after poll, and then runs the loop until the list is at its
 * end. The broker's answers to what was sent come when the loop waits for them.
 */
class StartHandlingTest {
  private static final TopicPartition ZERO = new TopicPartition("shop.orders", 0);

  private final Map<Integer, Long> committed = new HashMap<>();
  private final Map<String, RuntimeException> refused = new HashMap<>();
  private final Set<String> refusedOnce = new HashSet<>();
  private final List<Long> committedAtFlush = new ArrayList<>();
  private int answered;

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("none") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          super.commitSync(offsets);
          offsets.forEach((at, offset) -> committed.put(at.partition(), offset.offset()));
        }
      };
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
        @Override
        public synchronized void flush() {
          committedAtFlush.add(committed.getOrDefault(0, 0L));
          while (answered < history().size()) {
            ProducerRecord<byte[], byte[]> sent = history().get(answered++);
            RuntimeException why = refused.get(sent.topic() + " " + text(sent.key()));
            if (refusedOnce.remove(text(sent.key()))) {
              why = new KafkaException("Not now.");
            }
            boolean taken = why == null ? completeNext() : errorNext(why);
            assertThat(taken).isTrue();
          }
        }
      };

  private final RecordLoop loop =
      new RecordLoop(
          "shop.orders",
          consumer,
          new StartHandling(
              DEFINITION.starts().topics().get(0), "palinode.starts", new PayloadCodec(), producer),
          new Workers(1, "test"),
          System::nanoTime);

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
  void shouldAskForTheSagaOfEachWantedRecord() {
    run(
        this::assign,
        () -> come(0, "{\"number\":1}", "{\"number\":2,\"gift\":true}", "{\"number\":3}"));

    assertThat(producer.history())
        .extracting(sent -> sent.topic() + " " + text(sent.key()))
        .containsExactly("palinode.starts order-1", "palinode.starts order-3");
    assertThat(header(producer.history().get(0), WireHeader.SAGA)).isEqualTo("place-order");
    assertThat(text(producer.history().get(0).value())).isEqualTo("{\"number\":1,\"gift\":false}");
    assertThat(committed).isEqualTo(Map.of(0, 3L));
  }

  @Test
  void shouldCommitOnlyWhatKafkaHasTheStartsOf() {
    refusedOnce.add("order-2");
    run(
        this::assign,
        () -> come(0, "{\"number\":1}", "{\"number\":2}", "{\"number\":3}"),
        () -> {
          assertThat(committed).isEqualTo(Map.of(0, 1L));
          assertThat(consumer.position(ZERO)).isEqualTo(1);
          assertThat(consumer.paused()).containsExactly(ZERO);
        });

    assertThat(committedAtFlush).startsWith(0L);
    assertThat(committed).isEqualTo(Map.of(0, 1L));
  }

  @Test
  void shouldBuryWhatIsOfNoUseAndMoveOn() {
    run(this::assign, () -> come(0, "no JSON", "{\"number\":2}"));

    assertThat(producer.history())
        .extracting(ProducerRecord::topic)
        .containsExactly("shop.orders-dlt", "palinode.starts");
    ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
    assertThat(text(letter.value())).isEqualTo("no JSON");
    assertThat(header(letter, "trace")).isEqualTo("t-1");
    assertThat(header(letter, WireHeader.DLT_REASON)).contains("'place-order'", "cannot be read");
    assertThat(header(letter, WireHeader.DLT_OFFSET)).isEqualTo("0");
    assertThat(committed).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void shouldBuryARecordWhoseStartTheBrokerFindsTooLarge() {
    refused.put("palinode.starts order-1", new RecordTooLargeException("Above 10 bytes."));
    run(this::assign, () -> come(0, "{\"number\":1}", "{\"number\":2}"));

    assertThat(producer.history())
        .extracting(ProducerRecord::topic)
        .containsExactly("palinode.starts", "palinode.starts", "shop.orders-dlt");
    assertThat(header(producer.history().get(2), WireHeader.DLT_REASON))
        .contains("too large", "Above 10 bytes.");
    assertThat(committed).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void shouldNotMoveOnBeforeTheDeadLetterIsKept() {
    refused.put("palinode.starts order-1", new RecordTooLargeException("Above 10 bytes."));
    refused.put("shop.orders-dlt key-0", new KafkaException("Not now."));
    run(this::assign, () -> come(0, "{\"number\":1}", "{\"number\":2}"));

    assertThat(committed).isEmpty();
  }

  @Test
  void shouldGoOnWithTheOldestRecordsThatAreThereAfterAGap() {
    run(
        this::assign,
        () -> come(0, "{\"number\":1}"),
        () -> {
          consumer.updateBeginningOffsets(Map.of(ZERO, 5L));
          consumer.setPollException(new OffsetOutOfRangeException(Map.of(ZERO, 1L)));
        },
        () -> come(5, "{\"number\":6}"));

    assertThat(producer.history())
        .extracting(sent -> text(sent.key()))
        .containsExactly("order-1", "order-6");
    assertThat(committed).isEqualTo(Map.of(0, 6L));
  }

  private void run(Runnable... polls) {
    for (Runnable poll : polls) {
      consumer.schedulePollTask(poll);
    }
    consumer.schedulePollTask(loop::stop);
    loop.run();
  }

  /** The group is new: nothing was committed, and the consumer is not told where to begin. */
  private void assign() {
    consumer.rebalance(List.of(ZERO));
    consumer.updateBeginningOffsets(Map.of(ZERO, 0L));
  }

  private void come(long offset, String... values) {
    long next = offset;
    for (String value : values) {
      var headers = new RecordHeaders().add("trace", "t-1".getBytes(UTF_8));
      consumer.addRecord(
          new ConsumerRecord<>(
              ZERO.topic(),
              ZERO.partition(),
              next,
              0,
              TimestampType.CREATE_TIME,
              0,
              0,
              ("key-" + next).getBytes(UTF_8),
              value.getBytes(UTF_8),
              headers,
              Optional.empty()));
      next++;
    }
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    return text(record.headers().lastHeader(name).value());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
