package io.palinode.server.transport.kafka;

import io.palinode.message.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mark by which installations with different ZooKeepers see that they share a namespace in one
 * Kafka: an id beside the offsets that are committed for lag tools.
 *
 * <ul>
 *   <li>It needs no topic, and no right but that to commit offsets. Where a node lacks that it does
 *       without, and the log says so.
 *   <li>It is a guard against a mistake, not a fence: two installations that make their first start
 *       in the same moment may both pass, and the next start of one of them is refused.
 *   <li>{@link OffsetMirror} keeps it: Kafka forgets offsets that nobody has committed for a while
 *       ({@code offsets.retention.minutes}, a week where nothing else is said).
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class NamespaceClaim {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceClaim.class);

  private static final int ATTEMPT_MS = 3_000;

  private final KafkaClients clients;
  private final Topics topics;
  private final String instance;

  /**
   * The claim of one installation.
   *
   * @param instance its id, the same for all of its nodes
   */
  public NamespaceClaim(KafkaClients clients, Topics topics, String instance) {
    this.clients = clients;
    this.topics = topics;
    this.instance = instance;
  }

  /** The group under which the orchestrators' offsets are committed. */
  static String group(Topics topics) {
    return topics.namespace() + ".orchestrator";
  }

  /**
   * Leaves the mark, if nobody else has left one.
   *
   * @param limit how long to wait for Kafka
   * @throws io.palinode.kafka.KafkaUnreachable when the time is over
   * @throws NamespaceTaken if another installation has
   */
  public void stake(Duration limit) {
    var contact = clients.firstContact(limit);
    try {
      Map<TopicPartition, OffsetAndMetadata> found = contact.ask(this::committed);
      refuseOthers(found);
      if (found.values().stream().noneMatch(this::isMarked)) {
        contact.ask(admin -> mark(admin, found));
        refuseOthers(contact.ask(this::committed));
      }
    } catch (AuthorizationException e) {
      LOG.warn(
          "Kafka at {} does not let the offsets of group {} be read or committed, so nobody notices if two ZooKeepers share the namespace; grant DESCRIBE and READ on the group: {}",
          clients.bootstrapServers(),
          group(topics),
          e.getMessage());
    } catch (KafkaException e) {
      throw new ClusterUnfit(
          "Kafka at %s does not let the offsets of group %s be read or committed: %s"
              .formatted(clients.bootstrapServers(), group(topics), e.getMessage()),
          e);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) {
    String group = group(topics);
    var options = new ListConsumerGroupOffsetsOptions().timeoutMs(ATTEMPT_MS);
    Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
    Answer.of(admin.listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata(group))
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                known.put(partition, offset);
              }
            });
    return known;
  }

  private boolean mark(Admin admin, Map<TopicPartition, OffsetAndMetadata> found) {
    var options = new AlterConsumerGroupOffsetsOptions().timeoutMs(ATTEMPT_MS);
    Answer.of(admin.alterConsumerGroupOffsets(group(topics), marked(found), options).all());
    return true;
  }

  private void refuseOthers(Map<TopicPartition, OffsetAndMetadata> found) {
    for (OffsetAndMetadata offset : found.values()) {
      if (!offset.metadata().isBlank() && !isMarked(offset)) {
        throw new NamespaceTaken(
            "The namespace '%1$s' in Kafka at %2$s belongs to the installation %3$s; this one is %4$s, its ZooKeeper is another. Set saga.zookeeper.connect to the ZooKeeper that the namespace was made in, or choose another namespace. If that ZooKeeper was given up on purpose, stop all its orchestrators and take its mark away: 'kafka-consumer-groups.sh --bootstrap-server %2$s --delete --group %5$s'. Starts that are still in Kafka are then read again."
                .formatted(
                    topics.namespace(),
                    clients.bootstrapServers(),
                    offset.metadata(),
                    instance,
                    group(topics)));
      }
    }
  }

  private boolean isMarked(OffsetAndMetadata offset) {
    return offset.metadata().equals(instance);
  }

  /** The offsets as they are, with the mark; the beginning of one partition if there are none. */
  private Map<TopicPartition, OffsetAndMetadata> marked(
      Map<TopicPartition, OffsetAndMetadata> found) {
    Map<TopicPartition, OffsetAndMetadata> marked = new HashMap<>();
    marked.put(new TopicPartition(topics.starts(), 0), new OffsetAndMetadata(0, instance));
    found.forEach(
        (partition, offset) ->
            marked.put(partition, new OffsetAndMetadata(offset.offset(), instance)));
    return marked;
  }
}
