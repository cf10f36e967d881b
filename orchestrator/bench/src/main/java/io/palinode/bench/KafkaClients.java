package io.palinode.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The Kafka clients of the driver, the participants and the yardstick: Kafka's defaults except
 * where a line here says so.
 */
final class KafkaClients {
  private KafkaClients() {}

  /** An idempotent producer that waits for every in-sync replica. */
  static KafkaProducer<String, byte[]> producer(Run run) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            run.servers().kafka(),
            "acks",
            "all",
            "enable.idempotence",
            true,
            "linger.ms",
            run.lingerMillis()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** A consumer that reads the given partitions from their beginning and belongs to no group. */
  static KafkaConsumer<String, byte[]> consumer(
      Run run, List<TopicPartition> partitions, int maxPollRecords) {
    var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                run.servers().kafka(),
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "none",
                "max.poll.records",
                maxPollRecords),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** A consumer of one topic, which reads what is written from now on. */
  static KafkaConsumer<String, byte[]> tail(Run run, String topic, int maxPollRecords) {
    var partitions = allPartitions(topic, run);
    var consumer = consumer(run, partitions, maxPollRecords);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  static List<TopicPartition> allPartitions(String topic, Run run) {
    return IntStream.range(0, run.shards())
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }
}
