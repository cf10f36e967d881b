package io.palinode.client;

import io.palinode.client.BulkResult.Accepted;
import io.palinode.client.BulkResult.Failed;
import io.palinode.client.BulkResult.Reported;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Many sagas that are about to be started; nothing is sent before one of its methods is called.
 *
 * <ul>
 *   <li>Starts are under way side by side. The stream is read no faster than they are settled, so a
 *       bulk of any length needs little memory, and it is closed at the end.
 *   <li>Each saga has a result of its own; one that fails ends nothing. Results come in the order
 *       in which sagas are settled, on the thread that called.
 *   <li>A saga that was started before, under the same id, counts as accepted, and is reported as
 *       it stands. So a bulk that was broken off is simply begun again.
 *   <li>If the stream or the consumer throws, or the thread is interrupted, no more sagas are
 *       started; those that were go on.
 * </ul>
 *
 * <p>Used once, by one thread.
 */
public final class BulkStart {
  /** How many starts wait for Kafka's acknowledgement at a time. */
  public static final int IN_FLIGHT = 1_000;

  private final SagaClient client;
  private final String saga;
  private final Stream<? extends Map.Entry<String, ?>> sagas;
  private final BlockingQueue<BulkResult> settled = new LinkedBlockingQueue<>();

  BulkStart(SagaClient client, String saga, Stream<? extends Map.Entry<String, ?>> sagas) {
    this.client = client;
    this.saga = saga;
    this.sagas = sagas;
  }

  /**
   * Starts the sagas, and returns when Kafka has acknowledged the last start: each is {@link
   * Accepted} or {@link Failed}. At most {@link #IN_FLIGHT} wait for Kafka at a time; no saga is
   * followed.
   */
  public void untilAccepted(Consumer<BulkResult> each) throws InterruptedException {
    run(this::offer, IN_FLIGHT, each);
  }

  /** As {@link #untilAccepted(Consumer)}, with all results in memory. */
  public List<BulkResult> untilAccepted() throws InterruptedException {
    List<BulkResult> results = new ArrayList<>();
    untilAccepted(results::add);
    return results;
  }

  /**
   * Starts the sagas, and returns when the last one has ended or is parked: each is {@link
   * Reported} or {@link Failed}. At most {@code saga.client.max.open} sagas are followed at a time,
   * by this bulk and all other users of the client; when there is no room the bulk waits.
   */
  public void untilEnded(Consumer<BulkResult> each) throws InterruptedException {
    run(this::follow, Integer.MAX_VALUE, each);
  }

  /** As {@link #untilEnded(Consumer)}, with all results in memory. */
  public List<BulkResult> untilEnded() throws InterruptedException {
    List<BulkResult> results = new ArrayList<>();
    untilEnded(results::add);
    return results;
  }

  private interface Launch {
    /** Asks for one saga; its result comes to {@link #settled}, then or later. */
    void begin(String sagaId, Object data) throws InterruptedException;
  }

  private void run(Launch launch, int limit, Consumer<BulkResult> each)
      throws InterruptedException {
    int open = 0;
    try (sagas) {
      Iterator<? extends Map.Entry<String, ?>> next = sagas.iterator();
      while (true) {
        for (; open >= limit || !settled.isEmpty(); open--) {
          each.accept(settled.take());
        }
        if (!next.hasNext()) {
          break;
        }
        begin(launch, next.next());
        open++;
      }
      for (; open > 0; open--) {
        each.accept(settled.take());
      }
    }
  }

  private void begin(Launch launch, Map.Entry<String, ?> entry) throws InterruptedException {
    try {
      launch.begin(entry.getKey(), entry.getValue());
    } catch (RuntimeException e) {
      settled.add(new Failed(entry.getKey(), e));
    }
  }

  private void offer(String sagaId, Object data) {
    settle(sagaId, client.offer(sagaId, saga, data).thenApply(nothing -> new Accepted(sagaId)));
  }

  private void follow(String sagaId, Object data) throws InterruptedException {
    settle(sagaId, client.startOnceThereIsRoom(sagaId, saga, data).thenApply(Reported::new));
  }

  private void settle(String sagaId, CompletableFuture<? extends BulkResult> future) {
    var unused =
        future.whenComplete(
            (result, why) -> settled.add(why == null ? result : failed(sagaId, why)));
  }

  private static Failed failed(String sagaId, Throwable why) {
    if (why instanceof CompletionException && why.getCause() instanceof RuntimeException inner) {
      return new Failed(sagaId, inner);
    }
    return new Failed(
        sagaId, why instanceof RuntimeException known ? known : new NotAccepted(sagaId, why));
  }
}
