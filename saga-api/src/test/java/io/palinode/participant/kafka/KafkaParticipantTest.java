package io.palinode.participant.kafka;

import static io.palinode.kafka.KafkaFixture.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palinode.kafka.KafkaFixture;
import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.KafkaUnreachable;
import io.palinode.kafka.SharedBroker;
import io.palinode.kafka.TopicsMissing;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.ReplyMessage;
import io.palinode.participant.InMemoryInbox;
import io.palinode.participant.Inbox;
import io.palinode.participant.InboxUnavailable;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaParticipantTest {
  private static final PayloadCodec CODEC = new PayloadCodec();

  private final AtomicInteger charged = new AtomicInteger();
  private KafkaFixture kafka;

  record ChargeCard(int cents) {}

  record CardCharged(String receipt) {}

  @BeforeEach
  void createTopics(KafkaFixture fixture) {
    kafka = fixture;
    kafka.createOrchestratorTopics();
  }

  @Test
  void shouldAnswerACommandThatWasSentBeforeItStarted() {
    kafka.create(commands());
    kafka.send(commands(), charge("order-1", 1).toRecord());

    try (var running = KafkaParticipant.start(payments(), kafka.settings())) {
      assertThat(replies(1)).containsExactly(chargedReply("order-1", 1, "R1"));
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldApplyACommandOnceHoweverOftenItIsDelivered() {
    try (var running = KafkaParticipant.start(payments(), kafka.settings())) {
      kafka.send(commands(), charge("order-1", 1).toRecord());
      kafka.send(commands(), charge("order-1", 1).toRecord());
      kafka.send(commands(), charge("order-1", 2).toRecord());

      assertThat(replies(3))
          .containsExactly(
              chargedReply("order-1", 1, "R1"),
              chargedReply("order-1", 1, "R1"),
              chargedReply("order-1", 2, "R1"));
      assertThat(charged).hasValue(1);
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldNeitherApplyNorAnswerALateCommandOfADeposedOrchestrator() {
    try (var running = KafkaParticipant.start(payments(), kafka.settings())) {
      kafka.send(commands(), charge("order-1", 1, 7).toRecord());
      CommandId other = new CommandId("order-1", "charge-again", Direction.ACTION);
      kafka.send(
          commands(), new CommandMessage(other, 1, 6, charge("order-1", 1).payload()).toRecord());
      kafka.send(commands(), charge("order-1", 2, 7).toRecord());

      assertThat(replies(2))
          .containsExactly(chargedReply("order-1", 1, "R1"), chargedReply("order-1", 2, "R1"));
      assertThat(charged).hasValue(1);
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldSendWhatItCannotReadToTheDeadLettersAndGoOn() {
    try (var running = KafkaParticipant.start(payments(), kafka.settings())) {
      kafka.send(
          new ProducerRecord<>(commands(), 2, "order-1".getBytes(UTF_8), "{}".getBytes(UTF_8)));
      kafka.send(KafkaRecords.outgoing(commands(), charge("order-1", 1).toRecord()));

      assertThat(replies(1)).containsExactly(chargedReply("order-1", 1, "R1"));
      ConsumerRecord<byte[], byte[]> dead = kafka.read(commands() + "-dlt", 1).get(0);
      assertThat(new String(dead.key(), UTF_8)).isEqualTo("order-1");
      assertThat(new String(dead.value(), UTF_8)).isEqualTo("{}");
      assertThat(header(dead, "palinode-dlt-reason"))
          .isEqualTo("The header 'palinode-type' is missing; the record has [].");
      assertThat(header(dead, "palinode-dlt-topic")).isEqualTo(commands());
      assertThat(header(dead, "palinode-dlt-partition")).isEqualTo("2");
      assertThat(header(dead, "palinode-dlt-offset")).isEqualTo("0");
      await().untilAsserted(() -> assertThat(kafka.committed("payments")).isEqualTo(2));
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldKeepTheHeadersOfADeadLetter() {
    try (var running = KafkaParticipant.start(payments(), kafka.settings())) {
      CommandId id = new CommandId("order-1", "charge-card", Direction.ACTION);
      kafka.send(
          commands(), new CommandMessage(id, 1, 7, CODEC.encode(new CardCharged("R"))).toRecord());

      ConsumerRecord<byte[], byte[]> dead = kafka.read(commands() + "-dlt", 1).get(0);
      assertThat(header(dead, "palinode-command")).isEqualTo("order-1/charge-card/action");
      assertThat(header(dead, "palinode-epoch")).isEqualTo("7");
      assertThat(header(dead, "palinode-dlt-reason"))
          .isEqualTo(
              "There is no handler for the action 'card-charged'; there are handlers for [charge-card].");
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldFinishTheCommandInHandBeforeItCloses() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Participant slow =
        Participant.named("payments")
            .on(
                ChargeCard.class,
                (command, context) -> {
                  begun.countDown();
                  goOn.await();
                  return Reply.succeeded();
                })
            .build();
    KafkaParticipant running = KafkaParticipant.start(slow, kafka.settings());
    kafka.send(commands(), charge("order-1", 1).toRecord());
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    Thread closing = new Thread(running::close);
    closing.start();
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();
    closing.join();

    assertThat(running.stopped()).isCompleted();
    assertThat(replies(1)).hasSize(1);
    assertThat(kafka.committed("payments")).isEqualTo(1);
  }

  @Test
  void shouldAnswerOthersWhileAHandlerOutlastsThePollInterval() {
    CountDownLatch others = new CountDownLatch(20);
    Participant payments =
        Participant.named("payments")
            .on(
                ChargeCard.class,
                (command, context) -> {
                  charged.incrementAndGet();
                  if (context.sagaId().equals("slow")) {
                    assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
                    assertThat(new CountDownLatch(1).await(1_500, TimeUnit.MILLISECONDS)).isFalse();
                  } else {
                    others.countDown();
                  }
                  return Reply.succeeded();
                })
            .build();

    try (var running =
        KafkaParticipant.start(
            payments,
            kafka.settings(
                "saga.participant.concurrency", "2", "kafka.max.poll.interval.ms", "1000"))) {
      kafka.send(commands(), charge("slow", 1).toRecord());
      for (int order = 0; order < 20; order++) {
        kafka.send(commands(), charge("order-" + order, 1).toRecord());
      }

      assertThat(replies(21))
          .extracting(ReplyMessage::outcome)
          .containsOnly(new CommandOutcome.Succeeded(Payload.NONE));
      await().untilAsserted(() -> assertThat(kafka.committed("payments")).isEqualTo(21));
      assertThat(charged).as("each once").hasValue(21);
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldNotWaitForAHandlerThatClosesIt() {
    CompletableFuture<KafkaParticipant> started = new CompletableFuture<>();
    Participant payments =
        Participant.named("payments")
            .on(
                ChargeCard.class,
                (command, context) -> {
                  started.get().close();
                  return Reply.succeeded();
                })
            .build();
    kafka.create(commands());
    kafka.send(commands(), charge("order-1", 1).toRecord());
    started.complete(
        KafkaParticipant.start(payments, kafka.settings("saga.participant.drain", "1h")));

    await().until(() -> started.join().stopped().isDone());
    assertThat(kafka.committed("payments")).isEqualTo(1);
  }

  @Test
  void shouldInterruptAHandlerThatOutlastsTheDrain() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Participant stuck =
        Participant.named("payments")
            .on(
                ChargeCard.class,
                (command, context) -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                  return Reply.succeeded();
                })
            .build();
    KafkaParticipant running =
        KafkaParticipant.start(stuck, kafka.settings("saga.participant.drain", "50ms"));
    kafka.send(commands(), charge("order-1", 1).toRecord());
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    running.close();

    assertThat(running.stopped()).isDone();
    assertThat(kafka.committed("payments")).isZero();
  }

  @Test
  void shouldHandleACommandAgainWhoseUnitTheInboxDidNotKeep() {
    AtomicInteger failures = new AtomicInteger(2);
    InMemoryInbox memory = new InMemoryInbox(InstantSource.fixed(Instant.EPOCH));
    Inbox shaky =
        new Inbox() {
          @Override
          public <R> R inUnit(String sagaId, Work<R> work) {
            if (failures.getAndDecrement() > 0) {
              throw new InboxUnavailable("The database is away.");
            }
            return memory.inUnit(sagaId, work);
          }
        };
    Participant payments =
        Participant.named("payments").on(ChargeCard.class, this::charge).inbox(shaky).build();

    try (var running = KafkaParticipant.start(payments, kafka.settings())) {
      kafka.send(commands(), charge("order-1", 1).toRecord());
      kafka.send(commands(), charge("order-1", 2).toRecord());

      assertThat(replies(2))
          .containsExactly(chargedReply("order-1", 1, "R1"), chargedReply("order-1", 2, "R1"));
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldShareTheCommandsAmongItsProcesses() {
    try (var first = KafkaParticipant.start(payments(), kafka.settings());
        var second =
            KafkaParticipant.start(
                payments(), kafka.settings("saga.participant.concurrency", "4"))) {
      List<CommandId> sent = new ArrayList<>();
      for (int order = 0; order < 200; order++) {
        CommandMessage command = charge("order-" + order, 1);
        kafka.send(commands(), command.toRecord());
        sent.add(command.id());
      }

      assertThat(replies(200)).map(ReplyMessage::id).containsExactlyInAnyOrderElementsOf(sent);
      assertThat(first.stopped()).isNotDone();
      assertThat(second.stopped()).isNotDone();
    }
    await().untilAsserted(() -> assertThat(kafka.committed("payments")).isEqualTo(200));
  }

  @Test
  void shouldCreateItsTopicsAsTheSettingsSay() {
    try (var running = KafkaParticipant.start(payments(), kafka.settings())) {
      assertThat(kafka.partitions(commands())).isEqualTo(4);
      assertThat(kafka.partitions(commands() + "-dlt")).isEqualTo(4);
      assertThat(running.stopped()).isNotDone();
    }
  }

  @Test
  void shouldRefuseToStartWhereItsTopicsAreMissingAndMustNotBeCreated() {
    assertThatThrownBy(
            () -> KafkaParticipant.start(payments(), kafka.settings("saga.topics.mode", "verify")))
        .isInstanceOf(TopicsMissing.class)
        .hasMessageContaining("[%s, %s-dlt]".formatted(commands(), commands()));
  }

  @Test
  void shouldSayWhichAddressDoesNotAnswer() {
    assertThatThrownBy(
            () ->
                KafkaParticipant.start(
                    payments(),
                    kafka.settings(
                        "kafka.bootstrap.servers", "127.0.0.1:1", "saga.connect.timeout", "10ms")))
        .isInstanceOf(KafkaUnreachable.class)
        .hasMessageContaining("Kafka at 127.0.0.1:1 does not answer");
  }

  private String commands() {
    return kafka.topics().commands("payments");
  }

  private List<ReplyMessage> replies(int count) {
    return kafka.read(kafka.topics().replies(), count).stream()
        .map(record -> ReplyMessage.from(KafkaRecords.incoming(record)))
        .toList();
  }

  private Participant payments() {
    return Participant.named("payments").on(ChargeCard.class, this::charge).build();
  }

  private Reply charge(ChargeCard command, Object context) {
    return Reply.succeeded(new CardCharged("R" + charged.incrementAndGet()));
  }

  private static CommandMessage charge(String sagaId, int attempt) {
    return charge(sagaId, attempt, 1);
  }

  private static CommandMessage charge(String sagaId, int attempt, long epoch) {
    CommandId id = new CommandId(sagaId, "charge-card", Direction.ACTION);
    return new CommandMessage(id, attempt, epoch, CODEC.encode(new ChargeCard(100)));
  }

  private static ReplyMessage chargedReply(String sagaId, int attempt, String receipt) {
    return new ReplyMessage(
        new CommandId(sagaId, "charge-card", Direction.ACTION),
        attempt,
        new CommandOutcome.Succeeded(CODEC.encode(new CardCharged(receipt))));
  }
}
