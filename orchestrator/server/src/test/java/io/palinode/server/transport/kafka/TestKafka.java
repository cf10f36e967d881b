package io.palinode.server.transport.kafka;

import static io.palinode.settings.ClientSettings.KAFKA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import io.palinode.kafka.KafkaClientConfig;
import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.TopicProvision;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.settings.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * A namespace on a running broker, and the hands to disturb it with.
 *
 * <p>Closing it closes its clients, not the broker.
 */
final class TestKafka implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(60);
  static final String INSTANCE = "this-installation";
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final List<Runnable> open = new ArrayList<>();
  private final KafkaClients clients;
  private final Topics topics = new Topics("t" + NEXT.incrementAndGet());
  private final Admin admin;

  private TestKafka(String bootstrapServers) {
    this.clients = clients(bootstrapServers, Map.of());
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /**
   * The clients of a node.
   *
   * @param more settings under their Kafka names
   */
  static KafkaClients clients(String bootstrapServers, Map<String, String> more) {
    Map<String, String> raw = new HashMap<>(Map.of(KAFKA + "bootstrap.servers", bootstrapServers));
    more.forEach((name, value) -> raw.put(KAFKA + name, value));
    return new KafkaClients(KafkaClientConfig.of(ClientSettings.of(raw)), "test");
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

  /** Makes a topic and waits until it can be sent to. */
  void createTopic(String topic, int partitions) {
    answer(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
    clients.firstContact(LIMIT).until(asking -> TopicProvision.partitions(asking, topic));
  }

  /** Deletes the topic and makes it again once the broker has forgotten it. */
  void recreateTopic(String topic, int partitions) {
    answer(admin.deleteTopics(List.of(topic)).all());
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> !answer(admin.listTopics().names()).contains(topic));
    createTopic(topic, partitions);
  }

  void deleteRecordsBefore(TopicPartition partition, long offset) {
    answer(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset))).all());
  }

  TopicPartition partition(Source source, int shard) {
    return new TopicPartition(source == Source.STARTS ? topics.starts() : topics.replies(), shard);
  }

  /** Writes records into this very partition and waits until all are there. */
  void write(TopicPartition partition, Collection<WireRecord> records) {
    send(records.stream().map(record -> to(partition, record)).toList());
  }

  /** Writes one record with these headers, each as {@code name=value}. */
  void writeWithHeaders(TopicPartition partition, List<String> headers) {
    var raw = to(partition, new WireRecord("saga", Map.of(), new byte[0]));
    for (String header : headers) {
      String[] parts = header.split("=", 2);
      raw.headers().add(parts[0], parts[1].getBytes(UTF_8));
    }
    send(List.of(raw));
  }

  /** Writes records in a transaction of their own, and commits or aborts it. */
  void writeInTransaction(TopicPartition partition, List<WireRecord> records, boolean commit) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            clients.bootstrapServers(),
            "transactional.id",
            "participant-" + NEXT.incrementAndGet());
    var serializer = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(settings, serializer, serializer)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (WireRecord record : records) {
        var unused = producer.send(to(partition, record));
      }
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  /** The values that a reader of committed records finds in this partition. */
  List<String> readCommitted(TopicPartition partition) {
    List<String> values = new ArrayList<>();
    try (var consumer = clients.newConsumer(topics.namespace() + ".reader")) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> values.add(new String(record.value(), UTF_8)));
      }
    }
    return values;
  }

  /** The topics of this namespace and their partitions. */
  Map<String, Integer> topicsOfNamespace() {
    List<String> names =
        answer(admin.listTopics().names()).stream()
            .filter(name -> name.startsWith(topics.namespace() + "."))
            .toList();
    return answer(admin.describeTopics(names).allTopicNames()).values().stream()
        .collect(toMap(TopicDescription::name, topic -> topic.partitions().size()));
  }

  /** What lag tools see of the orchestrator. */
  Map<TopicPartition, OffsetAndMetadata> committedOffsets() {
    String group = topics.namespace() + ".orchestrator";
    return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) {
    try (var producer = clients.newProducer(0)) {
      List<String> known = records.stream().map(ProducerRecord::topic).distinct().toList();
      new TopicWarmth(producer, clients.bootstrapServers()).await(known, LIMIT);
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      sent.forEach(TestKafka::get);
    }
  }

  private static ProducerRecord<byte[], byte[]> to(TopicPartition partition, WireRecord record) {
    var raw = KafkaRecords.outgoing(partition.topic(), record);
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), raw.key(), raw.value(), raw.headers());
  }

  KafkaPublisher publisher(String... warmed) {
    var publisher = new KafkaPublisher(clients, 0);
    open.add(publisher::close);
    publisher.warm(List.of(warmed), LIMIT);
    return publisher;
  }

  KafkaInputFeed feed() {
    var feed = KafkaInputFeed.start(clients, topics, INSTANCE);
    open.add(feed::close);
    return feed;
  }

  static WireRecord record(String key, String value) {
    return new WireRecord(key, Map.of("h", "of " + value), value.getBytes(UTF_8));
  }

  /** Records whose keys and values are numbered alike. */
  static List<WireRecord> numbered(String prefix, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> record(prefix + i, prefix + i)).toList();
  }

  static <T> T answer(KafkaFuture<T> future) {
    return get(future.toCompletionStage().toCompletableFuture());
  }

  static <T> T get(Future<T> future) {
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
  public void close() {
    open.forEach(Runnable::run);
    admin.close();
  }
}
