package io.palinode.participant.kafka;

import io.palinode.kafka.FirstContact;
import io.palinode.kafka.KafkaClientConfig;
import io.palinode.kafka.KafkaUnreachable;
import io.palinode.kafka.RecordLoop;
import io.palinode.kafka.RunningLoop;
import io.palinode.kafka.TopicProvision;
import io.palinode.kafka.TopicsMissing;
import io.palinode.kafka.Workers;
import io.palinode.message.Topics;
import io.palinode.participant.Participant;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A participant at work: the consumer of its command topic and the producer of its replies.
 *
 * <ul>
 *   <li>All processes of one participant form the consumer group {@code <namespace>.<participant>}
 *       and share the topic's partitions. Commands of one saga are handled in order.
 *   <li>Replies are acknowledged by every in-sync replica before their commands count as consumed,
 *       so a command may come twice and is never lost. What comes twice is answered from the
 *       participant's inbox.
 *   <li>A record that cannot be understood goes to {@code <topic>-dlt} with the reason, and gets no
 *       reply.
 *   <li>{@code saga.participant.concurrency} commands are handled at a time, 1 unless it says
 *       otherwise, each of another saga. A slow one holds up its own saga, and others only while
 *       there is no thread for them.
 *   <li>A handler may take any time: the process polls on meanwhile and keeps its partitions. One
 *       that hangs is not given up either, so handlers need time-outs of their own.
 *   <li>An offset is committed when all commands before it are done. The commands behind a slow one
 *       may therefore come again after a crash, and are answered from the inbox. When 10,000 have
 *       come behind one that is not done, or 1 MiB wait for a thread, their partition is not
 *       polled.
 *   <li>A rebalance waits 10 s for the commands under way in the partitions that go. What takes
 *       longer is handled elsewhere too; the inbox decides which of the two is kept.
 *   <li>The partitions of a process that was killed go to another after 10 s, or {@code
 *       kafka.session.timeout.ms}. Steps should be patient enough to outlast it.
 *   <li>While the inbox or Kafka is away it keeps trying; it ends by itself only where its JVM or
 *       its group is broken.
 * </ul>
 *
 * <p>Safe for use by any thread. Its own threads are not daemons: a process lives on until {@link
 * #close}.
 */
public final class KafkaParticipant implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaParticipant.class);

  /**
   * How long the partitions of a killed process stay without one, unless Kafka is told otherwise.
   */
  private static final Duration SESSION = Duration.ofSeconds(10);

  private final RunningLoop running;

  private KafkaParticipant(RunningLoop running) {
    this.running = running;
  }

  /**
   * Connects a participant and begins to handle its commands.
   *
   * <p>Blocks until Kafka has answered and the participant's topics are there; {@code
   * saga.connect.timeout} limits how long.
   *
   * @throws InvalidSettings if a {@code kafka.*} setting is refused
   * @throws KafkaUnreachable if Kafka did not answer in time, or the thread was interrupted
   * @throws TopicsMissing if the topics are missing and must not be created
   */
  public static KafkaParticipant start(Participant participant, ClientSettings settings) {
    Topics topics = settings.topics();
    String id = topics.namespace() + "." + participant.name();
    String commands = topics.commands(participant.name());
    TopicProvision provision = TopicProvision.of(settings);
    FirstContact.of(settings, id)
        .until(admin -> provision.ensure(admin, List.of(commands, Topics.deadLetters(commands))));

    KafkaClientConfig config = KafkaClientConfig.of(settings);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config.producer(Map.of("client.id", id, "linger.ms", "1")));
    Consumer<byte[], byte[]> consumer = consumer(config, id, producer);
    Workers workers =
        new Workers(
            settings.get(ClientSettings.PARTICIPANT_CONCURRENCY), "palinode-" + participant.name());
    RecordLoop loop =
        new RecordLoop(
            commands,
            consumer,
            new CommandHandling(participant, new Outbox(producer, topics)),
            workers,
            System::nanoTime);
    RunningLoop running =
        RunningLoop.start(
            "Participant '%s'".formatted(participant.name()),
            loop,
            new RunningLoop.Clients(consumer, producer, workers),
            settings.get(ClientSettings.PARTICIPANT_DRAIN));
    LOG.info("Participant '{}' handles the commands on {}.", participant.name(), commands);
    return new KafkaParticipant(running);
  }

  /** Done when the participant has stopped; failed if it stopped because it could not go on. */
  public CompletableFuture<Void> stopped() {
    return running.stopped();
  }

  /**
   * Begins no more commands, and waits until those being handled are answered and committed, at
   * most {@code saga.participant.drain}. What takes longer is interrupted, and is handled again at
   * the next start.
   */
  @Override
  public void close() {
    running.close();
  }

  private static Consumer<byte[], byte[]> consumer(
      KafkaClientConfig config, String id, Producer<?, ?> producer) {
    try {
      return new KafkaConsumer<>(
          config.consumer(
              Map.of(
                  "client.id",
                  id,
                  "isolation.level",
                  "read_committed",
                  "session.timeout.ms",
                  Long.toString(SESSION.toMillis())),
              Map.of("group.id", id, "auto.offset.reset", "earliest")));
    } catch (InvalidSettings | KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }
}
