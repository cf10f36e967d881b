package io.palinode.client;

import io.palinode.message.SagaReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One saga as its starter or follower sees it.
 *
 * <ul>
 *   <li>Futures and listeners are called on the client's own thread, which reads all reports: they
 *       must not block. Use the {@code ...Async} methods of the futures for longer work.
 *   <li>Whoever waits no longer cancels {@link #outcome}, or gives it an {@code orTimeout}: the
 *       client then drops the saga, and the saga goes on.
 * </ul>
 *
 * <p>Safe for use by any thread.
 */
public final class SagaHandle {
  private static final Logger LOG = LoggerFactory.getLogger(SagaHandle.class);

  private final String sagaId;
  private final Function<String, CompletableFuture<SagaReport>> inquiry;
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private final CompletableFuture<SagaReport> outcome = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Consumer<SagaReport>> listeners = new ArrayList<>(1);
  private @Nullable SagaReport latest;

  SagaHandle(String sagaId, Function<String, CompletableFuture<SagaReport>> inquiry) {
    this.sagaId = sagaId;
    this.inquiry = inquiry;
  }

  public String sagaId() {
    return sagaId;
  }

  /**
   * Done when Kafka has acknowledged the request: the saga will be started, or reported on,
   * whatever happens to this process. Fails with {@link NotAccepted} where that is not known.
   */
  public CompletableFuture<Void> accepted() {
    return accepted;
  }

  /**
   * How the saga ended: completed, compensated, or refused. A parked saga has not ended; see {@link
   * #onReport}.
   *
   * <p>Fails with {@link NotAccepted}, or with {@link SagaClientClosed} when the client is closed
   * first.
   */
  public CompletableFuture<SagaReport> outcome() {
    return outcome;
  }

  /**
   * Asks the orchestrator how the saga stands; the future is the next report on it. Where the
   * orchestrator does not know the saga its status is {@code UNKNOWN}. No orchestrator, no answer:
   * give the future an {@code orTimeout}.
   *
   * @throws SagaClientClosed if the client is closed
   */
  public CompletableFuture<SagaReport> status() {
    return inquiry.apply(sagaId);
  }

  /** The last report that came, if one did. */
  public Optional<SagaReport> latest() {
    lock.lock();
    try {
      return Optional.ofNullable(latest);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Calls the listener with every report on the saga until it ends: when it parks, when a status
   * was asked for, and when it ends. If a report came before, the listener is called with the last
   * one at once.
   */
  public SagaHandle onReport(Consumer<SagaReport> listener) {
    lock.lock();
    try {
      listeners.add(listener);
      if (latest != null) {
        tell(listener, latest);
      }
    } finally {
      lock.unlock();
    }
    return this;
  }

  FollowedSagas.Follower follower() {
    return new FollowedSagas.Follower() {
      @Override
      public void report(SagaReport report) {
        reported(report);
      }

      @Override
      public void failed(RuntimeException why) {
        accepted.completeExceptionally(why);
        outcome.completeExceptionally(why);
      }
    };
  }

  private void reported(SagaReport report) {
    lock.lock();
    try {
      latest = report;
      listeners.forEach(listener -> tell(listener, report));
    } finally {
      lock.unlock();
    }
    if (report.status().ended()) {
      outcome.complete(report);
    }
  }

  private void tell(Consumer<SagaReport> listener, SagaReport report) {
    try {
      listener.accept(report);
    } catch (RuntimeException e) {
      LOG.warn("A listener of saga '{}' failed.", sagaId, e);
    }
  }
}
