package io.palinode.server.bootstrap;

import io.palinode.server.bootstrap.OrchestratorSettings.PublishMode;
import io.palinode.server.transport.Publishers;
import io.palinode.server.transport.kafka.KafkaClients;
import io.palinode.server.transport.kafka.KafkaCluster;
import io.palinode.server.transport.kafka.KafkaPublisher;
import io.palinode.server.transport.kafka.TransactionalPublishers;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * How a node sends, and how it stops to.
 *
 * @param closing waits for what is under way, no longer than it is told
 */
record Publishing(Publishers publishers, Consumer<Duration> closing) {

  /**
   * Returns if the cluster can do what {@code saga.publish.mode} asks for.
   *
   * @throws io.palinode.server.transport.kafka.ClusterUnfit if it cannot
   */
  static void requireSupport(OrchestratorSettings settings, KafkaCluster cluster) {
    if (inTransactions(settings)) {
      cluster.requireTransactions();
    }
  }

  /**
   * Connects as {@code saga.publish.mode} says.
   *
   * @param topics that are sent to
   * @param limit how long to wait for Kafka
   */
  static Publishing open(
      OrchestratorSettings settings,
      KafkaClients clients,
      Collection<String> topics,
      Duration limit) {
    int linger = settings.get(OrchestratorSettings.LINGER);
    if (inTransactions(settings)) {
      String namespace = settings.shared().topics().namespace();
      var transactional = new TransactionalPublishers(clients, namespace, linger);
      return new Publishing(transactional, transactional::close);
    }
    KafkaPublisher publisher = new KafkaPublisher(clients, linger);
    try {
      publisher.warm(topics, limit);
    } catch (RuntimeException e) {
      publisher.close();
      throw e;
    }
    return new Publishing(Publishers.shared(publisher), publisher::close);
  }

  private static boolean inTransactions(OrchestratorSettings settings) {
    return settings.get(OrchestratorSettings.PUBLISH_MODE) == PublishMode.TRANSACTIONAL;
  }
}
