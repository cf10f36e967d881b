package io.palinode.server.transport.kafka;

import io.palinode.kafka.FirstContact.AdminQuestion;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;

/**
 * What a start asks of the Kafka cluster itself.
 *
 * <p>Not thread-safe.
 */
public final class KafkaCluster {
  private static final String FEATURE = "transaction.version";

  /**
   * Before this version (KIP-890) a record that was delayed on its way could slip into a later
   * transaction of its producer, or into one that nobody ends.
   */
  private static final short LEAST = 2;

  private static final int ATTEMPT_MS = 3_000;

  private final KafkaClients clients;
  private final Duration limit;

  /**
   * The cluster that these clients lead to.
   *
   * @param limit how long each question waits for Kafka
   */
  public KafkaCluster(KafkaClients clients, Duration limit) {
    this.clients = clients;
    this.limit = limit;
  }

  /**
   * The id that the cluster was formatted with.
   *
   * @throws io.palinode.kafka.KafkaUnreachable when the time is over
   * @throws ClusterUnfit if Kafka does not tell
   */
  public String id() {
    var options = new DescribeClusterOptions().timeoutMs(ATTEMPT_MS);
    return ask("id", admin -> Answer.of(admin.describeCluster(options).clusterId()));
  }

  /**
   * Returns if the cluster's transactions can keep a deposed owner out.
   *
   * @throws io.palinode.kafka.KafkaUnreachable when the time is over
   * @throws ClusterUnfit if they cannot, or Kafka does not tell
   */
  public void requireTransactions() {
    short version = ask(FEATURE, KafkaCluster::transactionVersion);
    if (version < LEAST) {
      throw new ClusterUnfit(
          "Kafka at %1$s has %2$s %3$d; saga.publish.mode=transactional needs %4$d. Raise it with 'kafka-features.sh --bootstrap-server %1$s upgrade --feature %2$s=%4$d', or set saga.publish.mode to idempotent."
              .formatted(clients.bootstrapServers(), FEATURE, version, LEAST),
          null);
    }
  }

  private <T> T ask(String what, AdminQuestion<T> question) {
    try {
      return clients.firstContact(limit).ask(question);
    } catch (KafkaException e) {
      throw new ClusterUnfit(
          "Kafka at %s does not tell its %s: %s"
              .formatted(clients.bootstrapServers(), what, e.getMessage()),
          e);
    }
  }

  /** A feature at level 0 is not listed. */
  private static short transactionVersion(Admin admin) {
    var options = new DescribeFeaturesOptions().timeoutMs(ATTEMPT_MS);
    FinalizedVersionRange range =
        Answer.of(admin.describeFeatures(options).featureMetadata())
            .finalizedFeatures()
            .get(FEATURE);
    return range == null ? 0 : range.maxVersionLevel();
  }
}
