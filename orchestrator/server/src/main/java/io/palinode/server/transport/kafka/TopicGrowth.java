package io.palinode.server.transport.kafka;

import io.palinode.kafka.NotThereYet;
import io.palinode.kafka.PartitionLeaders;
import io.palinode.message.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPartitionsException;

/**
 * Adds partitions to the topics of starts and replies, one for each new shard.
 *
 * <p>Clients and participants notice within their {@code metadata.max.age.ms} (5 minutes unless
 * set) and send to the new partitions from then on; what they send elsewhere before is sent on. Not
 * thread-safe.
 */
public final class TopicGrowth {
  private static final int ATTEMPT_MS = 3_000;

  private final KafkaClients clients;
  private final Topics topics;
  private final Duration limit;

  /**
   * Nothing is asked yet.
   *
   * @param limit how long to wait for Kafka
   */
  public TopicGrowth(KafkaClients clients, Topics topics, Duration limit) {
    this.clients = clients;
    this.topics = topics;
    this.limit = limit;
  }

  /**
   * Returns if Kafka would do it, or has done it. Changes nothing.
   *
   * @throws TopicsRefused if not
   * @throws io.palinode.kafka.KafkaUnreachable when the time is over
   */
  public void rehearse(int from, int to) {
    grow(from, to, true);
  }

  /**
   * Returns when both topics have the new number of partitions, and all can be sent to.
   *
   * @throws TopicsRefused if Kafka does not do it
   * @throws io.palinode.kafka.KafkaUnreachable when the time is over
   */
  public void grow(int from, int to) {
    grow(from, to, false);
  }

  private void grow(int from, int to, boolean rehearsal) {
    try {
      Set<String> grown =
          clients.firstContact(limit).ask(admin -> attempt(admin, from, to, rehearsal));
      assert grown.isEmpty() || rehearsal;
    } catch (KafkaException e) {
      throw new TopicsRefused(
          "Kafka at %s does not let %s and %s have %d partitions: %s. Grant ALTER on them, or add the partitions with kafka-topics.sh --alter, and run the command again."
              .formatted(
                  clients.bootstrapServers(),
                  topics.starts(),
                  topics.replies(),
                  to,
                  e.getMessage()),
          e);
    }
  }

  /** The topics that do not have the partitions yet. */
  private Set<String> attempt(Admin admin, int from, int to, boolean rehearsal)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, NewPartitions> wanted = new HashMap<>();
    var asked =
        admin.describeTopics(
            List.of(topics.starts(), topics.replies()),
            new DescribeTopicsOptions().timeoutMs(ATTEMPT_MS));
    var described = Answer.of(asked.allTopicNames()).values();
    for (TopicDescription topic : described) {
      int partitions = topic.partitions().size();
      if (partitions != from && partitions != to) {
        throw new InvalidPartitionsException(
            "%s has %d, which is neither %d nor %d".formatted(topic.name(), partitions, from, to));
      }
      if (partitions != to) {
        wanted.put(topic.name(), NewPartitions.increaseTo(to));
      }
    }
    if (wanted.isEmpty()) {
      PartitionLeaders.requireServing(admin, described);
      return wanted.keySet();
    }
    var options = new CreatePartitionsOptions().timeoutMs(ATTEMPT_MS).validateOnly(rehearsal);
    Answer.of(admin.createPartitions(wanted, options).all());
    if (!rehearsal) {
      throw new NotThereYet("The new partitions of %s are being made.".formatted(wanted.keySet()));
    }
    return wanted.keySet();
  }
}
