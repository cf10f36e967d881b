package io.palinode.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link RecordLoop} on a thread of its own, with the clients that it uses alone and that are
 * closed behind it.
 *
 * <p>Safe for use by any thread. Its thread is no daemon: a process lives on until {@link #close}.
 */
public final class RunningLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningLoop.class);
  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final String who;
  private final RecordLoop loop;
  private final Clients clients;
  private final Duration drain;
  private final Thread thread;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  private RunningLoop(String who, RecordLoop loop, Clients clients, Duration drain) {
    this.who = who;
    this.loop = loop;
    this.clients = clients;
    this.drain = drain;
    this.thread = new Thread(this::work, clients.workers().name());
  }

  /** What a loop uses. */
  public record Clients(
      Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, Workers workers) {

    private void close() {
      boolean interrupted = Thread.interrupted(); // it would keep the clients from closing in order
      workers.close();
      quietly(() -> producer.close(CLOSING));
      quietly(() -> consumer.close(CloseOptions.timeout(CLOSING)));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Starts a loop.
   *
   * @param who whose loop it is, for the log, such as {@code Participant 'payments'}
   * @param drain how long a close waits for the records being handled
   */
  public static RunningLoop start(String who, RecordLoop loop, Clients clients, Duration drain) {
    RunningLoop running = new RunningLoop(who, loop, clients, drain);
    running.thread.start();
    return running;
  }

  /** Done when the loop has stopped; failed if it stopped because it could not go on. */
  public CompletableFuture<Void> stopped() {
    return stopped.copy();
  }

  /** Begins no more records, and waits until those being handled are answered and committed. */
  @Override
  public void close() {
    loop.stop();
    Thread caller = Thread.currentThread();
    if (caller == thread || clients.workers().include(caller)) {
      return;
    }
    try {
      if (!endedWithin(drain)) {
        LOG.warn("{} still handles a record after {}; interrupting it.", who, drain);
        thread.interrupt();
        if (!endedWithin(CLOSING)) {
          LOG.error("{} does not stop; its thread is left behind.", who);
        }
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private boolean endedWithin(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    return !thread.isAlive();
  }

  private void work() {
    @Nullable Throwable failure = null;
    try {
      loop.run();
    } catch (RuntimeException | Error e) {
      failure = loop.stopping() ? null : e;
      LOG.error("{} cannot go on.", who, e);
    }
    clients.close();
    if (failure == null) {
      LOG.info("{} has stopped.", who);
      stopped.complete(null);
    } else {
      stopped.completeExceptionally(failure);
    }
  }

  private static void quietly(Runnable closing) {
    try {
      closing.run();
    } catch (KafkaException e) {
      LOG.warn("A Kafka client did not close in order.", e);
    }
  }
}
