package io.palinode.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.TopicMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A namespace on a real broker: what the orchestrator would write and read there. */
public final class KafkaFixture implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final long PATIENCE_SECONDS = 30;

  private final String bootstrapServers;
  private final Topics topics = new Topics("test" + NUMBER.incrementAndGet());
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  KafkaFixture(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public Topics topics() {
    return topics;
  }

  /** Settings for this namespace, with these keys and values besides. */
  public ClientSettings settings(String... more) {
    Map<String, String> raw = new HashMap<>();
    raw.put("kafka.bootstrap.servers", bootstrapServers);
    raw.put("saga.namespace", topics.namespace());
    raw.put("saga.connect.timeout", "30s");
    raw.put("saga.topics.partitions", "4");
    for (int place = 0; place < more.length; place += 2) {
      raw.put(more[place], more[place + 1]);
    }
    return ClientSettings.of(raw);
  }

  /** The topics that the orchestrator makes. */
  public void createOrchestratorTopics() {
    create(topics.starts(), topics.replies(), topics.events());
  }

  /** Returns when the topics can be used. */
  public void create(String... names) {
    TopicProvision provision = new TopicProvision(TopicMode.CREATE, 4, (short) -1);
    FirstContact.of(settings(), "test").until(admin -> provision.ensure(admin, List.of(names)));
  }

  public void send(String topic, WireRecord record) {
    send(KafkaRecords.outgoing(topic, record));
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    await(() -> producer.send(record).get(PATIENCE_SECONDS, SECONDS));
  }

  /**
   * The first records of a topic, in the order of their partitions; fails where they do not come.
   */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(
          IntStream.range(0, partitions(topic))
              .mapToObj(partition -> new TopicPartition(topic, partition))
              .toList());
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
      while (records.size() < count) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "Expected %d records on %s; came: %s".formatted(count, topic, records));
        }
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  public int partitions(String topic) {
    return FirstContact.of(settings(), "test")
        .ask(admin -> TopicProvision.partitions(admin, topic));
  }

  /** How many records of its topic a participant has committed. */
  public long committed(String participant) {
    String group = topics.namespace() + "." + participant;
    return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group)::get)
        .values()
        .stream()
        .mapToLong(offset -> offset == null ? 0 : offset.offset())
        .sum();
  }

  public static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }

  private static <T> T await(Answer<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("Kafka did not do it.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted.", e);
    }
  }

  private interface Answer<T> {
    T get() throws InterruptedException, ExecutionException, TimeoutException;
  }
}
