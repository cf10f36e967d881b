package io.palinode.server.e2e;

import io.palinode.kafka.KafkaRecords;
import io.palinode.message.CommandMessage;
import io.palinode.message.SagaReport;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a bystander sees of a namespace in Kafka: every record of its topics, from the beginning.
 *
 * <p>Also sends what a test wants to be there. Safe for use by any thread.
 */
final class Probe implements AutoCloseable {
  private final String bootstrapServers;
  private final Topics topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, List<Found>> read = new HashMap<>();
  private final Map<TopicPartition, Long> next = new HashMap<>();

  Probe(String bootstrapServers, Topics topics) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
    this.consumer = newConsumer(bootstrapServers);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", "200"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** A record and where it was found. */
  record Found(String topic, int partition, long timestamp, WireRecord record) {}

  static KafkaConsumer<byte[], byte[]> newConsumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "auto.offset.reset", "earliest",
            "allow.auto.create.topics", "false",
            "fetch.max.wait.ms", "20",
            "reconnect.backoff.max.ms", "200",
            "enable.auto.commit", "false"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  static WireRecord wire(ConsumerRecord<byte[], byte[]> record) {
    return KafkaRecords.incoming(record);
  }

  /** Keeps a shard's owner out, as one that begins under its transactional id after it. */
  void keepOut(int shard) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "transactional.id",
            "%s-shard-%02d".formatted(topics.namespace(), shard));
    var serializer = new ByteArraySerializer();
    try (var successor = new KafkaProducer<>(settings, serializer, serializer)) {
      successor.initTransactions();
    }
  }

  /** How many ends of transactions there are among the records of a topic. */
  long marksOfTransactions(String topic) {
    List<Found> records = read(topic);
    return records.stream()
            .mapToInt(Found::partition)
            .distinct()
            .mapToLong(partition -> end(topic, partition))
            .sum()
        - records.size();
  }

  /** Every command that was sent for a saga, in the order of sending. */
  List<CommandMessage> commands(String sagaId) {
    return commandRecords(sagaId).stream().map(each -> CommandMessage.from(each.record())).toList();
  }

  /** The records of every command that was sent for a saga, in the order of sending. */
  List<Found> commandRecords(String sagaId) {
    List<Found> found = new ArrayList<>(read(topics.commands(TripSaga.AGENCY)));
    found.addAll(read(topics.commands(TripSaga.BANK)));
    return found.stream()
        .filter(each -> sagaId.equals(each.record().key()))
        .sorted(Comparator.comparingLong(Found::timestamp))
        .toList();
  }

  /** Every command that was sent for a saga, as {@code step/direction#attempt}. */
  List<String> commandLines(String sagaId) {
    return commands(sagaId).stream()
        .map(
            command ->
                command.id().step()
                    + "/"
                    + command.id().direction().word()
                    + "#"
                    + command.attempt())
        .toList();
  }

  /** Every command that was sent for a saga, once, as {@code step/direction}. */
  List<String> commandOrder(String sagaId) {
    return commands(sagaId).stream()
        .map(command -> command.id().step() + "/" + command.id().direction().word())
        .distinct()
        .toList();
  }

  /** The times between the attempts of one action, in milliseconds. */
  List<Long> waits(String sagaId, String step) {
    List<Found> attempts =
        commandRecords(sagaId).stream()
            .filter(each -> CommandMessage.from(each.record()).id().step().equals(step))
            .toList();
    return IntStream.range(1, attempts.size())
        .mapToObj(i -> attempts.get(i).timestamp() - attempts.get(i - 1).timestamp())
        .toList();
  }

  /** Every report on a saga. */
  List<SagaReport> reports(String sagaId) {
    return read(topics.events()).stream()
        .filter(each -> sagaId.equals(each.record().key()))
        .map(each -> SagaReport.from(each.record()))
        .toList();
  }

  /** Every record of a topic. What was read before is kept, and only what is new is fetched. */
  synchronized List<Found> read(String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    List<Found> found = read.computeIfAbsent(topic, name -> new ArrayList<>());
    consumer.assign(partitions);
    partitions.forEach(each -> consumer.seek(each, next.getOrDefault(each, 0L)));
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        found.add(new Found(topic, record.partition(), record.timestamp(), wire(record)));
      }
    }
    partitions.forEach(each -> next.put(each, consumer.position(each)));
    return List.copyOf(found);
  }

  /** The offset that the next record of this partition gets. */
  synchronized long end(String topic, int partition) {
    TopicPartition asked = new TopicPartition(topic, partition);
    return consumer.endOffsets(List.of(asked)).getOrDefault(asked, -1L);
  }

  /** Sends a record to the partition of its key, and waits for Kafka's acknowledgement. */
  void send(String topic, WireRecord record) {
    send(KafkaRecords.outgoing(topic, record));
  }

  /** Sends a record to a partition of the test's choice. */
  void send(String topic, int partition, WireRecord record) {
    ProducerRecord<byte[], byte[]> routed = KafkaRecords.outgoing(topic, record);
    send(new ProducerRecord<>(topic, partition, routed.key(), routed.value(), routed.headers()));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while sending.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a record of the test.", e);
    }
  }

  @Override
  public synchronized void close() {
    producer.close();
    consumer.close();
  }
}
