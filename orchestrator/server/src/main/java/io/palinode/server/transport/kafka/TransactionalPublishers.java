package io.palinode.server.transport.kafka;

import io.palinode.server.transport.Publishers;
import io.palinode.server.transport.ShardPublisher;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Gives each owner of a shard a producer of transactions, {@code <namespace>-shard-<nn>}, so that
 * the broker too keeps out whoever had the shard before.
 *
 * <ul>
 *   <li>A term begins its producer once. Nothing but a new term, which has a new head, begins it
 *       again: a deposed owner must not keep out its successor for longer than one takeover.
 *   <li>A shard's terms have one thread, one after the other, so a node does not keep out itself.
 * </ul>
 *
 * <p>Thread-safe. Each shard that was ever this node's has a thread of its own, beside Kafka's.
 */
public final class TransactionalPublishers implements Publishers, AutoCloseable {
  private final Map<Integer, ExecutorService> threads = new ConcurrentHashMap<>();
  private final Map<Integer, TransactionalPublisher> last = new ConcurrentHashMap<>();
  private final KafkaClients clients;
  private final String namespace;
  private final int lingerMs;

  /** Connects to nothing yet. */
  public TransactionalPublishers(KafkaClients clients, String namespace, int lingerMs) {
    this.clients = clients;
    this.namespace = namespace;
    this.lingerMs = lingerMs;
  }

  /** The transactional id of a shard. */
  static String transactionalId(String namespace, int shard) {
    return String.format(Locale.ROOT, "%s-shard-%02d", namespace, shard);
  }

  @Override
  public ShardPublisher open(int shard, ShardPublisher.Listener listener) {
    String id = transactionalId(namespace, shard);
    var publisher =
        new TransactionalPublisher(
            new Transactions(
                id, clients.bootstrapServers(), () -> clients.newProducer(id, lingerMs)),
            listener);
    last.put(shard, publisher);
    threads
        .computeIfAbsent(shard, absent -> Executors.newSingleThreadExecutor(r -> daemon(r, id)))
        .execute(publisher);
    return publisher;
  }

  /** Waits for the transactions that are under way, no longer than this. */
  public void close(Duration limit) {
    last.values().forEach(TransactionalPublisher::close);
    threads.values().forEach(ExecutorService::shutdown);
    long end = System.nanoTime() + limit.toNanos();
    try {
      for (ExecutorService thread : threads.values()) {
        if (!thread.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          thread.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      threads.values().forEach(ExecutorService::shutdownNow);
      Thread.currentThread().interrupt();
    }
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  private static Thread daemon(Runnable task, String id) {
    Thread thread = new Thread(task, "palinode-publisher-" + id);
    thread.setDaemon(true);
    return thread;
  }
}
