package io.palinode.server.starts;

import io.palinode.kafka.KafkaClientConfig;
import io.palinode.kafka.RecordLoop;
import io.palinode.kafka.RunningLoop;
import io.palinode.kafka.Workers;
import io.palinode.message.PayloadCodec;
import io.palinode.saga.TopicStart;
import io.palinode.settings.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics whose records start sagas, on this node's part.
 *
 * <ul>
 *   <li>The nodes share the partitions of a topic as the consumer group {@code
 *       <namespace>.<definition>.starts-from.<topic>}, one for each definition that it starts.
 *   <li>An offset is committed when Kafka has the starts of all records before it. So a record may
 *       be read twice and is never passed over, and asks twice for the same saga.
 *   <li>A record that is of no use goes to {@code <topic>-dlt} with the reason.
 *   <li>A partition is not polled while 10,000 of its records, or 1 MiB that nobody has begun, are
 *       under way.
 *   <li>A group that is new begins with the oldest records.
 *   <li>While Kafka is away it keeps trying.
 * </ul>
 *
 * <p>Safe for use by any thread. Each topic of each definition has two threads of its own, one that
 * reads and one that asks.
 */
public final class TopicStarts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicStarts.class);

  /** How long the partitions of a killed node stay without one, unless Kafka is told otherwise. */
  private static final Duration SESSION = Duration.ofSeconds(10);

  private final List<RunningLoop> loops = new ArrayList<>();

  private TopicStarts() {}

  /**
   * Begins to read. The topics, and those of the dead letters, are there.
   *
   * @param drain how long a close waits for Kafka to take what is under way
   */
  public static TopicStarts begin(
      ClientSettings settings, Collection<TopicStart<?, ?>> starts, Duration drain) {
    TopicStarts running = new TopicStarts();
    try {
      starts.forEach(start -> running.loops.add(loop(settings, start, drain)));
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
    return running;
  }

  @Override
  public void close() {
    loops.forEach(RunningLoop::close);
  }

  private static RunningLoop loop(ClientSettings settings, TopicStart<?, ?> start, Duration drain) {
    String group = group(settings, start);
    KafkaClientConfig config = KafkaClientConfig.of(settings);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config.producer(Map.of("client.id", group, "linger.ms", "1")));
    Consumer<byte[], byte[]> consumer = consumer(config, group, producer);
    Workers workers = new Workers(1, "palinode-" + start.saga() + "-starts");
    StartHandling handling =
        new StartHandling(
            start,
            settings.topics().starts(),
            new PayloadCodec(settings.get(ClientSettings.PAYLOAD_LIMIT)),
            producer);
    LOG.info("Records of {} start sagas '{}'.", start.topic(), start.saga());
    return RunningLoop.start(
        "The starts of '%s' from %s".formatted(start.saga(), start.topic()),
        new RecordLoop(start.topic(), consumer, handling, workers, System::nanoTime),
        new RunningLoop.Clients(consumer, producer, workers),
        drain);
  }

  static String group(ClientSettings settings, TopicStart<?, ?> start) {
    return "%s.%s.starts-from.%s"
        .formatted(settings.topics().namespace(), start.saga(), start.topic());
  }

  private static Consumer<byte[], byte[]> consumer(
      KafkaClientConfig config, String group, Producer<?, ?> producer) {
    try {
      return new KafkaConsumer<>(
          config.consumer(
              Map.of(
                  "client.id",
                  group,
                  "isolation.level",
                  "read_committed",
                  "session.timeout.ms",
                  Long.toString(SESSION.toMillis())),
              Map.of(
                  "group.id",
                  group,
                  "auto.offset.reset",
                  "none",
                  "allow.auto.create.topics",
                  "false")));
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }
}
