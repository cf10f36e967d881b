package io.palinode.server.transport.kafka;

import io.palinode.kafka.KafkaUnreachable;
import io.palinode.kafka.NotThereYet;
import io.palinode.settings.TopicMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees at start that Kafka is there and has the topics.
 *
 * <ul>
 *   <li>While Kafka does not answer it says so every few seconds, with the address.
 *   <li>Two nodes that start together may both make the topics: one of them finds them made.
 *   <li>A count of partitions that is not the count of shards is refused, but under {@link
 *       TopicMode#NONE} nobody looks: sagas would be read by the wrong shard or by none.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class KafkaTopics {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
  private static final int ATTEMPT_MS = 3_000;

  private final KafkaClients clients;
  private final TopicPlan plan;

  public KafkaTopics(KafkaClients clients, TopicPlan plan) {
    this.clients = clients;
    this.plan = plan;
  }

  /**
   * Returns once the topics are as the policy wants them.
   *
   * @param limit how long to wait for Kafka
   * @throws KafkaUnreachable when the time is over
   * @throws TopicsRefused if a topic is missing, unfit or may not be made
   */
  public void prepare(TopicMode policy, Duration limit) {
    var contact = clients.firstContact(limit);
    try {
      switch (policy) {
        case CREATE -> contact.ask(this::create);
        case VERIFY -> contact.ask(this::verify);
        case NONE -> contact.ask(admin -> Answer.of(admin.describeCluster(soon()).clusterId()));
      }
    } catch (KafkaException e) {
      throw new TopicsRefused(
          "Kafka at %s does not let the topics be looked at or made: %s"
              .formatted(clients.bootstrapServers(), e.getMessage()),
          e);
    }
  }

  private Map<String, Integer> create(Admin admin) {
    var missing = missing(existing(admin));
    if (missing.isEmpty()) {
      return verify(admin);
    }
    LOG.info("Making the topics {}", missing);
    make(admin, missing);
    throw new NotThereYet("The topics %s are being made.".formatted(missing));
  }

  private void make(Admin admin, List<String> missing) {
    List<NewTopic> topics = new ArrayList<>();
    plan.partitions()
        .forEach(
            (name, partitions) -> {
              if (missing.contains(name)) {
                topics.add(new NewTopic(name, partitions, plan.replicationFactor()));
              }
            });
    var made = admin.createTopics(topics, new CreateTopicsOptions().timeoutMs(ATTEMPT_MS)).values();
    for (KafkaFuture<Void> each : made.values()) {
      try {
        Answer.of(each);
      } catch (TopicExistsException e) {
        LOG.debug("Another node was faster", e);
      }
    }
  }

  private Map<String, Integer> verify(Admin admin) {
    var existing = existing(admin);
    for (String topic : plan.sharded()) {
      Integer partitions = existing.get(topic);
      if (partitions != null && partitions != plan.shards()) {
        throw new TopicsRefused(
            "The topic %s at %s has %d partitions; expected %d, one for each shard. Set the number of shards to that of the topic if the namespace is new; else make the topic anew with %d partitions, or use another namespace."
                .formatted(
                    topic, clients.bootstrapServers(), partitions, plan.shards(), plan.shards()));
      }
    }
    var missing = missing(existing);
    if (!missing.isEmpty()) {
      throw new TopicsRefused(
          "Kafka at %s has no topics %s. Make them, starts and replies with %d partitions, or let them be made with the policy 'create'."
              .formatted(clients.bootstrapServers(), missing, plan.shards()));
    }
    return existing;
  }

  private List<String> missing(Map<String, Integer> existing) {
    List<String> missing = new ArrayList<>(plan.partitions().keySet());
    missing.removeAll(existing.keySet());
    return missing;
  }

  /** The partitions of those topics that are there. */
  private Map<String, Integer> existing(Admin admin) {
    var options = new DescribeTopicsOptions().timeoutMs(ATTEMPT_MS);
    Map<String, Integer> existing = new TreeMap<>();
    var described = admin.describeTopics(plan.partitions().keySet(), options).topicNameValues();
    for (KafkaFuture<TopicDescription> each : described.values()) {
      try {
        var topic = Answer.of(each);
        existing.put(topic.name(), topic.partitions().size());
      } catch (UnknownTopicOrPartitionException e) {
        LOG.trace("A topic is missing", e);
      }
    }
    return existing;
  }

  private static DescribeClusterOptions soon() {
    return new DescribeClusterOptions().timeoutMs(ATTEMPT_MS);
  }
}
