package io.palinode.participant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.RecordLoop;
import io.palinode.kafka.Workers;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Topics;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Each test lists what happens in poll after poll, and then runs the loop until the list is at its
 * end.
 */
class CommandLoopTest {
  private static final String TOPIC = "palinode.commands.payments";
  private static final TopicPartition ZERO = new TopicPartition(TOPIC, 0);
  private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> handled = new ArrayList<>();
  private final Set<String> lostReplies = new HashSet<>();
  private Runnable handling = () -> {};
  private final Map<Integer, Long> committed = new HashMap<>();
  private int answered;
  private int commitFailures;

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          if (commitFailures > 0) {
            commitFailures--;
            throw new TimeoutException("No coordinator.");
          }
          super.commitSync(offsets);
          offsets.forEach((at, offset) -> committed.put(at.partition(), offset.offset()));
        }
      };
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
        @Override
        public synchronized void flush() {
          int sent = history().size();
          while (answered < sent) {
            String saga = new String(history().get(answered++).key(), UTF_8);
            boolean taken =
                lostReplies.remove(saga) ? errorNext(new KafkaException("No.")) : completeNext();
            assertThat(taken).isTrue();
          }
        }
      };
  private final RecordLoop loop =
      new RecordLoop(
          TOPIC,
          consumer,
          new CommandHandling(
              Participant.named("payments")
                  .on(
                      ChargeCard.class,
                      (command, context) -> {
                        handled.add(context.sagaId());
                        handling.run();
                        return Reply.succeeded();
                      })
                  .build(),
              new Outbox(producer, new Topics("palinode"))),
          new Workers(1, "test"),
          nanos::get);

  record ChargeCard() {}

  @Test
  void shouldCommitWhatItHasAnswered() {
    run(() -> assign(ZERO, ONE), () -> send(ZERO, 0, "a", "b"), () -> send(ONE, 0, "c"));

    assertThat(handled).containsExactly("a", "b", "c");
    assertThat(producer.history())
        .extracting(ProducerRecord::topic)
        .containsOnly("palinode.replies")
        .hasSize(3);
    assertThat(committed).isEqualTo(Map.of(0, 2L, 1, 1L));
  }

  @Test
  void shouldNotCommitACommandWhoseReplyKafkaDidNotTake() {
    lostReplies.add("a");
    run(
        () -> assign(ZERO, ONE),
        () -> {
          send(ZERO, 0, "a", "b");
          send(ONE, 0, "c");
        },
        () -> assertThat(consumer.position(ZERO)).isZero());

    assertThat(committed).isEqualTo(Map.of(1, 1L));
  }

  @Test
  void shouldLetAPartitionRestThatCannotGoOn() {
    lostReplies.add("a");
    run(
        () -> assign(ZERO, ONE),
        () -> send(ZERO, 0, "a"),
        () -> {
          assertThat(consumer.paused()).containsExactly(ZERO);
          send(ONE, 0, "c");
        },
        () -> nanos.addAndGet(RecordLoop.REST.toNanos() - 1),
        () -> assertThat(consumer.paused()).containsExactly(ZERO),
        () -> nanos.addAndGet(1),
        () -> {
          assertThat(consumer.paused()).isEmpty();
          send(ZERO, 0, "a");
        });

    assertThat(handled).containsExactly("a", "c");
    assertThat(producer.history()).hasSize(3);
    assertThat(committed).isEqualTo(Map.of(0, 1L, 1, 1L));
  }

  @Test
  void shouldPollAgainWhenHandlersAreSlow() {
    handling = () -> nanos.addAndGet(Duration.ofMillis(400).toNanos());
    run(
        () -> assign(ZERO),
        () -> send(ZERO, 0, "a", "b", "c", "d", "e"),
        () -> {
          assertThat(consumer.position(ZERO)).isEqualTo(3);
          assertThat(committed).isEqualTo(Map.of(0, 3L));
          assertThat(consumer.paused()).isEmpty();
          send(ZERO, 3, "d", "e");
        });

    assertThat(handled).containsExactly("a", "b", "c", "d", "e");
    assertThat(committed).isEqualTo(Map.of(0, 5L));
  }

  @Test
  void shouldGiveEveryPartitionItsTurnWhenHandlersAreSlow() {
    handling = () -> nanos.addAndGet(RecordLoop.SLICE.toNanos());
    Runnable both =
        () -> {
          send(ZERO, consumer.position(ZERO), "a");
          send(ONE, consumer.position(ONE), "b");
        };
    run(() -> assign(ZERO, ONE), both, both, both, both);

    assertThat(handled).contains("a", "b");
  }

  @Test
  void shouldHandleNothingMoreOnceItIsStopped() {
    handling = () -> loop.stop();
    run(() -> assign(ZERO), () -> send(ZERO, 0, "a", "b"));

    assertThat(handled).containsExactly("a");
    assertThat(committed).isEqualTo(Map.of(0, 1L));
  }

  @Test
  void shouldGoOnAfterAPollThatFailed() {
    run(
        () -> assign(ZERO),
        () -> consumer.setPollException(new KafkaException("Not now.")),
        () -> send(ZERO, 0, "a"));

    assertThat(handled).containsExactly("a");
  }

  @Test
  void shouldKeepNothingOfPartitionsThatAreGone() {
    lostReplies.add("a");
    run(
        () -> assign(ZERO, ONE),
        () -> send(ZERO, 0, "a"),
        () -> consumer.rebalance(List.of(ONE)),
        () -> nanos.addAndGet(RecordLoop.REST.toNanos()),
        () -> send(ONE, 0, "c"));

    assertThat(handled).containsExactly("a", "c");
    assertThat(committed).isEqualTo(Map.of(1, 1L));
  }

  @Test
  void shouldMakeUpForACommitThatFailed() {
    commitFailures = 1;
    run(() -> assign(ZERO), () -> send(ZERO, 0, "a"), () -> send(ZERO, 1, "b"));

    assertThat(handled).containsExactly("a", "b");
    assertThat(committed).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void shouldCommitWhatIsDoneBeforeAPartitionGoes() {
    commitFailures = 1;
    run(() -> assign(ZERO, ONE), () -> send(ZERO, 0, "a"), () -> consumer.rebalance(List.of(ONE)));

    assertThat(committed).isEqualTo(Map.of(0, 1L));
  }

  private void run(Runnable... polls) {
    for (Runnable poll : polls) {
      consumer.schedulePollTask(poll);
    }
    consumer.schedulePollTask(loop::stop);
    loop.run();
  }

  private void assign(TopicPartition... partitions) {
    consumer.rebalance(List.of(partitions));
    for (TopicPartition partition : partitions) {
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
    }
  }

  private void send(TopicPartition partition, long offset, String... sagas) {
    long next = offset;
    for (String saga : sagas) {
      CommandId id = new CommandId(saga, "charge-card", Direction.ACTION);
      var record =
          KafkaRecords.outgoing(
              TOPIC,
              new CommandMessage(id, 1, 1, new PayloadCodec().encode(new ChargeCard())).toRecord());
      consumer.addRecord(
          new ConsumerRecord<>(
              TOPIC,
              partition.partition(),
              next++,
              0,
              TimestampType.CREATE_TIME,
              0,
              0,
              record.key(),
              record.value(),
              record.headers(),
              Optional.empty()));
    }
  }
}
