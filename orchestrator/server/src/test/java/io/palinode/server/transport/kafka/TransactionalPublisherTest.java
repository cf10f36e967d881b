package io.palinode.server.transport.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.message.WireRecord;
import io.palinode.server.transport.Publisher;
import io.palinode.server.transport.RecordingAcks;
import io.palinode.server.transport.RecordingStanding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What it makes of a producer's failures. */
class TransactionalPublisherTest {
  private static final TimeoutException SILENT = new TimeoutException("no answer");
  private static final KafkaException FAILED = new OutOfOrderSequenceException("gap");
  private static final String LOST =
      "kept out: Kafka at nowhere takes nothing more from this owner's producer"
          + " shop-shard-00: org.apache.kafka.common.errors.ProducerFencedException: another";

  private final Deque<FaultyProducer> planned = new ArrayDeque<>();
  private final Deque<KafkaException> unmakeable = new ConcurrentLinkedDeque<>();
  private final List<FaultyProducer> made = new CopyOnWriteArrayList<>();
  private final RecordingStanding standing = new RecordingStanding();
  private final RecordingAcks acks = new RecordingAcks();
  private final TransactionalPublisher publisher =
      new TransactionalPublisher(
          new Transactions("shop-shard-00", "nowhere", this::make), standing);
  private final Thread thread = new Thread(publisher);

  @AfterEach
  void close() throws InterruptedException {
    publisher.close();
    thread.join();
    assertThat(made).allSatisfy(each -> assertThat(each.closed()).isTrue());
  }

  @Test
  void shouldAskAgainUntilKafkaAnswers() {
    FaultyProducer producer = plan();
    producer.beginnings.addAll(List.of(SILENT, SILENT));
    producer.commits.addAll(List.of(SILENT, SILENT));
    begin();

    send("a", "b");
    publisher.confirm();

    until(() -> acks.count() == 2);
    assertThat(producer.transactions()).containsExactly(List.of("a", "b"));
    assertThat(made).hasSize(1);
  }

  @Test
  void shouldSendAnAbortedTransactionAgainAsItWas() {
    FaultyProducer producer = plan();
    producer.commits.add(FAILED);
    producer.aborts.add(SILENT);
    begin();

    send("a", "b");
    publisher.confirm();

    until(() -> acks.count() == 2);
    assertThat(producer.transactions()).containsExactly(List.of("a", "b"));
    assertThat(acks.failures()).isEmpty();
    assertThat(made).hasSize(1);
  }

  @Test
  void shouldBeLostAndNotAskForItsIdAgainWhenItCannotEvenAbort() {
    FaultyProducer producer = plan();
    producer.commits.add(FAILED);
    producer.aborts.add(new ProducerFencedException("another"));
    plan();
    begin();

    publisher.confirm();
    send("a");

    until(standing::isKeptOut);
    send("b");
    assertThat(standing.heard()).containsExactly("others kept out", LOST);
    assertThat(acks.count()).isZero();
    assertThat(acks.failures()).isEmpty();
    assertThat(made).hasSize(1);
  }

  @Test
  void shouldBeginAnewWithAnotherProducerWhereKafkaRefuses() {
    plan().beginnings.add(new TransactionalIdAuthorizationException("not yours"));
    FaultyProducer second = plan();
    begin();

    send("a");
    publisher.confirm();

    until(() -> acks.count() == 1);
    assertThat(second.transactions()).containsExactly(List.of("a"));
    assertThat(standing.heard()).containsExactly("others kept out");
  }

  @Test
  void shouldTryAgainWhereNoProducerCanBeMade() {
    unmakeable.add(new KafkaException("No resolvable bootstrap urls"));
    plan();
    begin();

    assertThat(made).hasSize(1);
    assertThat(unmakeable).isEmpty();
  }

  @Test
  void shouldLetTheShardGoWhenItBreaks() {
    plan();
    begin();
    publisher.confirm();

    publisher.send("topic", new WireRecord("saga", Map.of(), new byte[0]), new BrokenAck());

    until(standing::isKeptOut);
    assertThat(standing.heard()).last().asString().contains("broken ack");
  }

  @Test
  void shouldBeLostWhenAnotherBeginsAtTheSameTime() {
    plan().beginnings.add(new ProducerFencedException("another"));
    plan();

    thread.start();

    until(() -> !standing.heard().isEmpty());
    assertThat(standing.heard()).containsExactly(LOST);
    assertThat(made).hasSize(1);
  }

  private void begin() {
    thread.start();
    until(standing::othersAreKeptOut);
  }

  private void send(String... values) {
    for (String value : values) {
      publisher.send("topic", new WireRecord("saga", Map.of(), value.getBytes(UTF_8)), acks);
    }
  }

  private FaultyProducer plan() {
    planned.add(new FaultyProducer());
    return planned.getLast();
  }

  private FaultyProducer make() {
    FaultyProducer.failIf(unmakeable);
    made.add(planned.remove());
    return made.get(made.size() - 1);
  }

  private static void until(BooleanSupplier condition) {
    await().atMost(TestKafka.LIMIT).until(condition::getAsBoolean);
  }

  private static final class BrokenAck implements Publisher.Ack {
    @Override
    public void acknowledged() {
      throw new IllegalStateException("broken ack");
    }

    @Override
    public void failed(Exception why) {}
  }

  /** Fails as often as it is told to, and then does what it is asked for. */
  private static final class FaultyProducer extends MockProducer<byte[], byte[]> {
    private final Deque<KafkaException> beginnings = new ConcurrentLinkedDeque<>();
    private final Deque<KafkaException> commits = new ConcurrentLinkedDeque<>();
    private final Deque<KafkaException> aborts = new ConcurrentLinkedDeque<>();
    private final List<List<String>> committed = new CopyOnWriteArrayList<>();

    FaultyProducer() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    List<List<String>> transactions() {
      return committed;
    }

    @Override
    public void initTransactions() {
      failIf(beginnings);
      super.initTransactions();
    }

    @Override
    public void commitTransaction() {
      failIf(commits);
      List<String> values =
          uncommittedRecords().stream().map(each -> new String(each.value(), UTF_8)).toList();
      super.commitTransaction();
      committed.add(values);
    }

    @Override
    public void abortTransaction() {
      failIf(aborts);
      super.abortTransaction();
    }

    private static void failIf(Deque<KafkaException> failures) {
      KafkaException failure = failures.poll();
      if (failure != null) {
        throw failure;
      }
    }
  }
}
