package io.palinode.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic with one partition, written and read through Kafka's own clients.
 *
 * <p>Stateless: every call makes its client and closes it.
 */
record Topic(String bootstrapServers, String name) {
  private static final Duration READ_LIMIT = Duration.ofSeconds(30);

  Topic create() throws InterruptedException, ExecutionException, TimeoutException {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      var topic = new NewTopic(name, Optional.of(1), Optional.empty());
      admin.createTopics(List.of(topic)).all().get(30, SECONDS);
    }
    return this;
  }

  void write(String value) throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "max.block.ms", 1_000);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(name, value)).get(30, SECONDS);
    }
  }

  /** Reads as a new member of a group, from where the group has come to, and commits. */
  List<String> read(String group, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            group,
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            "false");
    var values = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(name));
      long limit = System.nanoTime() + READ_LIMIT.toNanos();
      while (values.size() < count && System.nanoTime() < limit) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      consumer.commitSync();
    }
    return values;
  }
}
