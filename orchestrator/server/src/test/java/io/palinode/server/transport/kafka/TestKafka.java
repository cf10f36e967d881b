package io.palinode.server.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/**
 * A namespace on a running broker, and the hands to disturb it with.
 *
 * <p>Closing it closes its clients, not the broker.
 */
final class TestKafka implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final List<AutoCloseable> open = new ArrayList<>();
  private final KafkaClients clients;
  private final Topics topics = new Topics("t" + NEXT.incrementAndGet());
  private final Admin admin;

  private TestKafka(String bootstrapServers) {
    this.clients = new KafkaClients(bootstrapServers, "test", Map.of());
    this.admin = clients.newAdmin();
  }

  static TestKafka on(String bootstrapServers) {
    return new TestKafka(bootstrapServers);
  }

  KafkaClients clients() {
    return clients;
  }

  Topics topics() {
    return topics;
  }

  Admin admin() {
    return admin;
  }

  /** Makes the starts and the replies with so many partitions. */
  TestKafka withShards(int shards) {
    createTopic(topics.starts(), shards);
    createTopic(topics.replies(), shards);
    return this;
  }

  void createTopic(String topic, int partitions) {
    get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
  }

  /** Deletes the topic and makes it again once the broker has forgotten it. */
  void recreateTopic(String topic, int partitions) {
    get(admin.deleteTopics(List.of(topic)).all());
    Awaitility.await().atMost(LIMIT).until(() -> !get(admin.listTopics().names()).contains(topic));
    createTopic(topic, partitions);
  }

  void deleteRecordsBefore(TopicPartition partition, long offset) {
    get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all());
  }

  TopicPartition partition(Source source, int shard) {
    return new TopicPartition(source == Source.STARTS ? topics.starts() : topics.replies(), shard);
  }

  /** Writes records into this very partition and waits until all are there. */
  void write(TopicPartition partition, Collection<WireRecord> records) {
    try (var producer = clients.newProducer(0)) {
      new TopicWarmth(producer, clients.bootstrapServers())
          .await(List.of(partition.topic()), LIMIT);
      var sent = new ArrayList<java.util.concurrent.Future<?>>();
      for (WireRecord record : records) {
        var mapped = WireRecords.toKafka(partition.topic(), record);
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    mapped.key(),
                    mapped.value(),
                    mapped.headers())));
      }
      producer.flush();
      assertThat(sent).allMatch(java.util.concurrent.Future::isDone);
    }
  }

  KafkaPublisher publisher(String... warmed) {
    var publisher = new KafkaPublisher(clients, 0);
    open.add(publisher);
    publisher.warm(List.of(warmed), LIMIT);
    return publisher;
  }

  KafkaInputFeed feed() {
    var feed = KafkaInputFeed.start(clients, topics);
    open.add(feed);
    return feed;
  }

  static WireRecord record(String key, String value) {
    return new WireRecord(key, Map.of("h", "of " + value), value.getBytes(StandardCharsets.UTF_8));
  }

  static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("The broker did not do it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    admin.close();
  }
}
