package io.palinode.server.transport.kafka;

import io.palinode.kafka.KafkaUnreachable;
import io.palinode.kafka.NotThereYet;
import io.palinode.kafka.PartitionLeaders;
import io.palinode.settings.TopicMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
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
 *   <li>It waits until the topics that are there can be sent to, whoever made them; see {@link
 *       PartitionLeaders}.
 *   <li>A count of partitions that is not the count of shards is refused, whatever the policy: what
 *       is in a partition without a shard is read by nobody, and what belongs to a shard without a
 *       partition is sent on for ever.
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
        case CREATE -> contact.until(this::create);
        case VERIFY -> contact.until(this::verify);
        case NONE -> contact.until(admin -> requireServing(admin, plan.published()));
      }
    } catch (KafkaException e) {
      throw new TopicsRefused(
          "Kafka at %s does not let the topics be looked at or made: %s"
              .formatted(clients.bootstrapServers(), e.getMessage()),
          e);
    }
  }

  private void create(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    var missing = missing(requireServing(admin, all()));
    if (!missing.isEmpty()) {
      LOG.info("Making the topics {}", missing);
      make(admin, missing);
      throw new NotThereYet("The topics %s are being made.".formatted(missing));
    }
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

  private void verify(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    var missing = missing(requireServing(admin, all()));
    if (!missing.isEmpty()) {
      throw new TopicsRefused(
          "Kafka at %s has no topics %s. Make them, starts and replies with %d partitions, or let them be made with the policy 'create'."
              .formatted(clients.bootstrapServers(), missing, plan.shards()));
    }
  }

  /** Those of the topics that are there; they have as many partitions as they must, and serve. */
  private Set<String> requireServing(Admin admin, Set<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    var existing = existing(admin, topics);
    requireFitting(existing);
    PartitionLeaders.requireServing(admin, existing.values());
    return existing.keySet();
  }

  /** Refuses a topic of these that has not one partition for each shard. */
  private void requireFitting(Map<String, TopicDescription> existing) {
    for (String name : plan.sharded()) {
      var topic = existing.get(name);
      if (topic != null && topic.partitions().size() != plan.shards()) {
        throw new TopicsRefused(misfit(name, topic.partitions().size()));
      }
    }
  }

  private String misfit(String topic, int partitions) {
    String remedy =
        partitions > plan.shards()
            ? "stop its orchestrators and run 'reshard --to %d'".formatted(partitions)
            : "add partitions to the topic until it has %d".formatted(plan.shards());
    return "The topic %s at %s has %d partitions; expected %d, one for each shard. Set saga.shards to %d if the namespace is new. If it is in use, %s; a topic that is made anew loses what nobody has read."
        .formatted(
            topic, clients.bootstrapServers(), partitions, plan.shards(), partitions, remedy);
  }

  private List<String> missing(Set<String> existing) {
    List<String> missing = new ArrayList<>(all());
    missing.removeAll(existing);
    return missing;
  }

  private Set<String> all() {
    return plan.partitions().keySet();
  }

  /** Those topics of these that are there. */
  private static Map<String, TopicDescription> existing(Admin admin, Set<String> topics) {
    var options = new DescribeTopicsOptions().timeoutMs(ATTEMPT_MS);
    Map<String, TopicDescription> existing = new TreeMap<>();
    var described = admin.describeTopics(topics, options).topicNameValues();
    for (KafkaFuture<TopicDescription> each : described.values()) {
      try {
        var topic = Answer.of(each);
        existing.put(topic.name(), topic);
      } catch (UnknownTopicOrPartitionException e) {
        LOG.trace("A topic is missing", e);
      }
    }
    return existing;
  }
}
