package io.palinode.server.transport.kafka;

import io.palinode.message.Topics;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.InputListener;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Reads the input of all shards of this node with one consumer on one thread.
 *
 * <ul>
 *   <li>A shard's partitions are assigned by hand; no group decides anything.
 *   <li>A poll's records reach each shard in one call.
 *   <li>While Kafka is away it says so every few seconds and goes on trying.
 *   <li>Progress is committed under {@code <namespace>.orchestrator} every 5 s, so that lag tools
 *       work. No shard reads it, and a failure to commit is ignored.
 * </ul>
 *
 * <p>Thread-safe: every method leaves an order for the feed's thread and returns.
 */
public final class KafkaInputFeed implements InputFeed, AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final FeedLoop loop;
  private final FeedOrders orders;
  private final OpenShards shards;
  private final OffsetMirror mirror;
  private final Thread thread;

  private KafkaInputFeed(FeedLoop loop, FeedOrders orders, OpenShards shards, OffsetMirror mirror) {
    this.loop = loop;
    this.orders = orders;
    this.shards = shards;
    this.mirror = mirror;
    this.thread = new Thread(loop, "palinode-feed");
    thread.setDaemon(true);
  }

  /**
   * Starts the thread; it connects when the first shard is opened.
   *
   * @param instance the installation, which is noted beside committed offsets
   */
  public static KafkaInputFeed start(KafkaClients clients, Topics topics, String instance) {
    var consumer = clients.newConsumer(NamespaceClaim.group(topics));
    var mirror = new OffsetMirror(consumer, instance, System::nanoTime);
    var orders = new FeedOrders(consumer);
    var ends = new ReplyEnds(clients::newAdminOfEnds, clients.isolation(), orders);
    var start = new StartingPoint(consumer, clients.bootstrapServers());
    return start(consumer, orders, new OpenShards(consumer, start, mirror, ends, topics), mirror);
  }

  static KafkaInputFeed start(
      Consumer<byte[], byte[]> consumer,
      FeedOrders orders,
      OpenShards shards,
      OffsetMirror mirror) {
    var poll = new ShardPoll(consumer, shards);
    var silence = new BrokerSilence(consumer, shards.startingPoint().bootstrapServers());
    var loop = new FeedLoop(orders, consumer, shards, poll, mirror, silence);
    var feed = new KafkaInputFeed(loop, orders, shards, mirror);
    feed.thread.start();
    return feed;
  }

  @Override
  public void open(int shard, InputPosition from, InputListener listener) {
    orders.leave(() -> shards.open(shard, from, listener));
  }

  @Override
  public void pause(int shard, Source source) {
    orders.leave(() -> shards.pause(shard, source));
  }

  @Override
  public void resume(int shard, Source source) {
    orders.leave(() -> shards.resume(shard, source));
  }

  @Override
  public void catchUp(int shard) {
    orders.leave(() -> shards.catchUp(shard));
  }

  @Override
  public void progress(int shard, InputPosition position) {
    mirror.note(shard, position);
  }

  @Override
  public void close(int shard) {
    orders.leave(() -> shards.close(shard));
  }

  /** Ends reading for all shards and waits for the thread, no longer than 5 s. */
  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
