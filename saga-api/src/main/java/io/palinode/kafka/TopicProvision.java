package io.palinode.kafka;

import io.palinode.settings.ClientSettings;
import io.palinode.settings.TopicMode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Sees to the topics that a process needs. A topic that exists is never altered.
 *
 * <p>Immutable.
 *
 * @param partitions of a topic that is created
 * @param replication replicas of a topic that is created; -1 leaves it to the broker
 */
public record TopicProvision(TopicMode mode, int partitions, short replication) {

  /** The provision that these settings ask for. */
  public static TopicProvision of(ClientSettings settings) {
    return new TopicProvision(
        settings.get(ClientSettings.TOPIC_MODE),
        settings.get(ClientSettings.TOPIC_PARTITIONS),
        settings.get(ClientSettings.TOPIC_REPLICATION).shortValue());
  }

  /**
   * Creates or verifies the topics, and fails, to be tried again, until they can be sent to; where
   * nothing is to be done about them, only asks whether Kafka is there.
   *
   * @throws TopicsMissing if one is missing and must not be created
   */
  public void ensure(Admin admin, Collection<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (mode == TopicMode.NONE) {
      FirstContact.answer(admin.describeCluster().clusterId());
      return;
    }
    Set<String> missing = missing(admin, topics);
    if (!missing.isEmpty()) {
      if (mode == TopicMode.VERIFY) {
        throw new TopicsMissing(missing, partitions);
      }
      create(admin, missing);
      if (!missing(admin, missing).isEmpty()) {
        throw beingMade(missing);
      }
    }
    try {
      PartitionLeaders.requireServing(admin, described(admin, topics));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw beingMade(topics);
      }
      throw e;
    }
  }

  /**
   * The number of partitions of a topic that the orchestrator makes; fails, to be asked again,
   * until it is there and can be sent to.
   */
  public static int partitions(Admin admin, String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      Collection<TopicDescription> described = described(admin, List.of(topic));
      PartitionLeaders.requireServing(admin, described);
      return described.iterator().next().partitions().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new NotThereYet(
            "The topic %s is not there; the orchestrator makes it when it starts."
                .formatted(topic));
      }
      throw e;
    }
  }

  private static NotThereYet beingMade(Collection<String> topics) {
    return new NotThereYet("The topics %s are being made.".formatted(topics));
  }

  private static Collection<TopicDescription> described(Admin admin, Collection<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    return FirstContact.answer(admin.describeTopics(topics).allTopicNames()).values();
  }

  private static Set<String> missing(Admin admin, Collection<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> missing = new TreeSet<>(topics);
    missing.removeAll(FirstContact.answer(admin.listTopics().names()));
    return missing;
  }

  private void create(Admin admin, Set<String> missing)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<NewTopic> wanted = new LinkedHashSet<>();
    missing.forEach(topic -> wanted.add(new NewTopic(topic, partitions, replication)));
    for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
      try {
        FirstContact.answer(created);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }
}
