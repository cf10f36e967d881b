package io.palinode.server.transport.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty cycle of the feed's thread: follow orders, begin what was opened, poll, hand over.
 *
 * <p>{@link #stop} may be called by any thread. When a turn fails, every open shard hears of it.
 */
final class FeedLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedLoop.class);
  private static final Duration IDLE_WAIT = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final FeedOrders orders;
  private final Consumer<byte[], byte[]> consumer;
  private final OpenShards shards;
  private final ShardPoll poll;
  private final OffsetMirror mirror;
  private final BrokerSilence silence;
  private volatile boolean stopping;

  FeedLoop(
      FeedOrders orders,
      Consumer<byte[], byte[]> consumer,
      OpenShards shards,
      ShardPoll poll,
      OffsetMirror mirror,
      BrokerSilence silence) {
    this.orders = orders;
    this.consumer = consumer;
    this.shards = shards;
    this.poll = poll;
    this.mirror = mirror;
    this.silence = silence;
  }

  void stop() {
    stopping = true;
    orders.leave(() -> {});
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        turnOrFail();
      }
      shards.closeAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shards.failAll("The feed's thread was interrupted; restart the node.");
    } catch (Error e) {
      shards.failAll("The feed's thread died of %s; restart the node.".formatted(e));
      throw e;
    } finally {
      shards.disconnect();
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  /** A fault that nobody foresaw fails the open shards; they may be opened again. */
  private void turnOrFail() throws InterruptedException {
    try {
      turn();
    } catch (RuntimeException e) {
      LOG.error("The feed failed", e);
      shards.failAll("The feed failed: %s".formatted(e));
    }
  }

  private void turn() throws InterruptedException {
    // Waits for an order only where there is nothing to poll.
    orders.follow(shards.begun().isEmpty() ? IDLE_WAIT.toMillis() : 0);
    shards.beginOpened();
    shards.askEnds();
    var begun = shards.begun();
    if (!begun.isEmpty()) {
      poll.once();
      mirror.commitNowAndThen(begun);
    }
    silence.check(begun.stream().anyMatch(reading -> !reading.isPaused()));
  }
}
