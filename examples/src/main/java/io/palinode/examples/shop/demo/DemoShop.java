package io.palinode.examples.shop.demo;

import io.palinode.client.SagaClient;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.examples.shop.ShopService;
import io.palinode.examples.shop.books.Durability;
import io.palinode.examples.shop.node.ServiceHost;
import io.palinode.examples.shop.node.ShopServices;
import io.palinode.participant.ParticipantCounts;
import io.palinode.settings.ClientSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole shop: Kafka, ZooKeeper and the four services in this JVM, the orchestrator in another.
 *
 * <p>Used by one thread; closing it stops what had been started, the last thing first.
 */
final class DemoShop implements AutoCloseable {
  private static final String SESSION_TIMEOUT = "3s";

  private final Path directory;
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final List<ServiceHost> services = new ArrayList<>();
  private final EmbeddedCluster cluster;
  private OrchestratorProcess orchestrator;
  private int processes;

  private DemoShop(Path directory, EmbeddedCluster cluster) {
    this.directory = directory;
    this.cluster = cluster;
    closing.push(cluster::close);
    this.orchestrator = startOrchestrator();
  }

  /** Starts all but the client; the orchestrator is still on its way when this returns. */
  static DemoShop open(Path directory) {
    DemoShop shop = new DemoShop(directory, EmbeddedCluster.start());
    try {
      ClientSettings settings = ClientSettings.of(shop.clientKeys());
      for (ShopService service : ShopServices.all()) {
        ServiceHost host = ServiceHost.start(service, shop.books(), Durability.PROCESS, settings);
        shop.services.add(host);
        shop.closing.push(host::close);
      }
      return shop;
    } catch (RuntimeException e) {
      shop.close();
      throw e;
    }
  }

  /** A client; blocks until an orchestrator has made the topics. */
  SagaClient connect() {
    SagaClient client = KafkaSagaClient.connect(ClientSettings.of(clientKeys()));
    closing.push(client::close);
    return client;
  }

  OrchestratorProcess orchestrator() {
    return orchestrator;
  }

  /** Starts a new orchestrator in the place of the one there was. */
  OrchestratorProcess replaceOrchestrator() {
    orchestrator = startOrchestrator();
    return orchestrator;
  }

  Path books() {
    return directory.resolve("books");
  }

  /** Commands that came to a service again, and were answered from its ledger. */
  long repeated() {
    return services.stream().map(ServiceHost::counts).mapToLong(ParticipantCounts::repeated).sum();
  }

  String servers() {
    return "Kafka on %s, ZooKeeper on %s"
        .formatted(cluster.bootstrapServers(), cluster.connectString());
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }

  private OrchestratorProcess startOrchestrator() {
    Map<String, String> keys = new TreeMap<>(clientKeys());
    keys.remove("saga.participant.concurrency");
    keys.put("saga.zookeeper.connect", cluster.connectString());
    keys.put("saga.zookeeper.session.timeout", SESSION_TIMEOUT);
    processes++;
    OrchestratorProcess started =
        OrchestratorProcess.start(
            keys, directory.resolve("orchestrator-%d.log".formatted(processes)));
    closing.push(started::close);
    return started;
  }

  private Map<String, String> clientKeys() {
    return Map.of(
        "kafka.bootstrap.servers", cluster.bootstrapServers(),
        "saga.namespace", "shop",
        "saga.connect.timeout", "60s",
        "saga.participant.drain", "5s",
        "saga.participant.concurrency", "8");
  }

  /** Makes the directory, without the books and logs of an earlier run. */
  static void prepare(Path directory) {
    try {
      Files.createDirectories(directory.resolve("books"));
      try (var old = Files.list(directory.resolve("books"))) {
        for (Path ledger : old.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
          Files.delete(ledger);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The directory %s cannot be used.".formatted(directory), e);
    }
  }
}
