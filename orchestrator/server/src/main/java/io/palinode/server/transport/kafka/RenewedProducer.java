package io.palinode.server.transport.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer, and the next one when it is past mending.
 *
 * <ul>
 *   <li>The old one is closed before the new one is made: all it held has failed before anything
 *       more is sent.
 *   <li>A new one is made at most once a second; until then the broken one goes on refusing.
 * </ul>
 *
 * <p>Thread-safe. {@link #renew} takes no lock, so a producer's callback may call it.
 */
final class RenewedProducer {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedProducer.class);
  private static final long SPACING_NANOS = Duration.ofSeconds(1).toNanos();

  private final Supplier<Producer<byte[], byte[]>> maker;
  private final AtomicReference<@Nullable Producer<byte[], byte[]>> broken =
      new AtomicReference<>();
  private volatile Producer<byte[], byte[]> current;
  private volatile boolean closed;
  private long renewedAt = System.nanoTime() - SPACING_NANOS;

  RenewedProducer(Supplier<Producer<byte[], byte[]>> maker) {
    this.maker = maker;
    this.current = maker.get();
  }

  Producer<byte[], byte[]> current() {
    return broken.get() == null ? current : replaced();
  }

  /** Notes that this producer is past mending. */
  void renew(Producer<byte[], byte[]> faulty) {
    if (faulty == current && !closed) {
      broken.set(faulty);
    }
  }

  void close(Duration limit) {
    synchronized (this) {
      closed = true;
    }
    current.close(limit);
  }

  private synchronized Producer<byte[], byte[]> replaced() {
    var faulty = broken.get();
    if (faulty != current) {
      broken.compareAndSet(faulty, null);
    } else if (!closed && System.nanoTime() - renewedAt >= SPACING_NANOS) {
      LOG.warn("The Kafka producer is past mending; making another");
      faulty.close(Duration.ZERO);
      renewedAt = System.nanoTime();
      current = maker.get();
      broken.set(null);
    }
    return current;
  }
}
