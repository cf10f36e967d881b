package io.palinode.client.kafka;

import io.palinode.client.SagaClient;
import io.palinode.kafka.FirstContact;
import io.palinode.kafka.KafkaClientConfig;
import io.palinode.kafka.KafkaUnreachable;
import io.palinode.kafka.TopicProvision;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Topics;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/** Connects saga clients to Kafka. */
public final class KafkaSagaClient {
  private KafkaSagaClient() {}

  /**
   * A client of the orchestrator of a namespace.
   *
   * <ul>
   *   <li>Blocks until Kafka answers and the orchestrator has made its topics; {@code
   *       saga.connect.timeout} limits how long.
   *   <li>Every client reads all reports of its namespace, from the moment it connects, and skips
   *       those on sagas that it does not follow. Share one client in a process.
   *   <li>Partitions that are added to the topic of events later are not read until the next
   *       connect.
   * </ul>
   *
   * @throws InvalidSettings if a {@code kafka.*} setting is refused
   * @throws KafkaUnreachable if Kafka or its topics were not there in time, or the thread was
   *     interrupted
   */
  public static SagaClient connect(ClientSettings settings) {
    Topics topics = settings.topics();
    String id = topics.namespace() + ".client";
    FirstContact contact = FirstContact.of(settings, id);
    contact.until(admin -> TopicProvision.partitions(admin, topics.starts()));
    int partitions = contact.ask(admin -> TopicProvision.partitions(admin, topics.events()));

    KafkaClientConfig config = KafkaClientConfig.of(settings);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config.producer(Map.of("client.id", id, "batch.size", "65536")));
    try {
      return client(settings, producer, consumer(config, id), partitions);
    } catch (InvalidSettings | KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static Consumer<byte[], byte[]> consumer(KafkaClientConfig config, String id) {
    return new KafkaConsumer<>(
        config.consumer(
            Map.of(
                "client.id", id,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            Map.of("allow.auto.create.topics", "false")));
  }

  private static SagaClient client(
      ClientSettings settings,
      Producer<byte[], byte[]> producer,
      Consumer<byte[], byte[]> consumer,
      int partitions) {
    try {
      return new SagaClient(
          new KafkaSagaTransport(settings.topics(), producer, consumer, partitions),
          new PayloadCodec(settings.get(ClientSettings.PAYLOAD_LIMIT)),
          settings.get(ClientSettings.CLIENT_MAX_OPEN));
    } catch (KafkaException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw e;
    }
  }
}
