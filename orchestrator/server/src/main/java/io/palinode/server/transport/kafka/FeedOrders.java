package io.palinode.server.transport.kafka;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;

/** What the feed's thread is to do between two polls. {@link #leave} is safe for any thread. */
final class FeedOrders {
  private final LinkedBlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
  private final Consumer<byte[], byte[]> consumer;

  FeedOrders(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Leaves an order for the feed's thread, and sees that it is not late. */
  void leave(Runnable order) {
    orders.add(order);
    consumer.wakeup();
  }

  /** Follows all orders that are there; waits so long for the first of them. */
  void follow(long waitMs) throws InterruptedException {
    Runnable order = orders.poll(waitMs, TimeUnit.MILLISECONDS);
    while (order != null) {
      order.run();
      order = orders.poll();
    }
  }
}
