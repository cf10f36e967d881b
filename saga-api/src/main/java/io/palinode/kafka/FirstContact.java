package io.palinode.kafka;

import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first contact with a Kafka that may not be up yet.
 *
 * <ul>
 *   <li>Tries until it succeeds or {@code saga.connect.timeout} is over, and says every few seconds
 *       which address it waits for.
 *   <li>A host name that does not resolve yet counts as unreachable, because containers start in
 *       any order.
 *   <li>An interrupt ends it with {@link KafkaUnreachable}, and the thread stays interrupted.
 * </ul>
 *
 * <p>Used by one thread.
 */
public final class FirstContact {
  private static final Logger LOG = LoggerFactory.getLogger(FirstContact.class);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(4);
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final KafkaClientConfig config;
  private final Map<String, Object> adminConfig;
  private final long limitNanos;
  private final long startedNanos = System.nanoTime();

  /**
   * A contact that has its time from now on.
   *
   * @param limit how long to try; zero is without end
   */
  public FirstContact(KafkaClientConfig config, String clientId, Duration limit) {
    this.config = config;
    this.adminConfig = config.admin(Map.of("client.id", clientId));
    this.limitNanos = limit.isZero() ? Long.MAX_VALUE : limit.toNanos();
  }

  /** The contact that these settings ask for. */
  public static FirstContact of(ClientSettings settings, String clientId) {
    return new FirstContact(
        KafkaClientConfig.of(settings.values()),
        clientId,
        settings.get(ClientSettings.CONNECT_TIMEOUT));
  }

  /**
   * Does something with an admin client, again and again until it succeeds.
   *
   * @throws KafkaUnreachable if the time is over or the thread is interrupted
   * @throws InvalidSettings if Kafka's client refuses a {@code kafka.*} setting
   */
  public void until(AdminTask task) {
    long told = startedNanos;
    Exception failure = attempt(task);
    while (failure != null) {
      long now = System.nanoTime();
      String what =
          "%s (for %d s)"
              .formatted(describe(failure), TimeUnit.NANOSECONDS.toSeconds(now - startedNanos));
      if (failure instanceof InterruptedException || now - startedNanos >= limitNanos) {
        throw new KafkaUnreachable("Giving up. " + what, failure);
      }
      if (now - told >= ONE_ANSWER.toNanos()) {
        told = now;
        LOG.warn("Still trying. {}", what);
      }
      failure = attempt(task);
    }
  }

  /** The answer of one request, for which {@link #until} waits a few seconds at a time. */
  static <T> T answer(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(ONE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private @Nullable Exception attempt(AdminTask task) {
    Admin admin = null;
    try {
      admin = Admin.create(adminConfig);
      task.run(admin);
      return null;
    } catch (ConfigException e) {
      throw new InvalidSettings("Kafka's client refuses a kafka.* setting: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return paused(e);
    } finally {
      if (admin != null) {
        admin.close(Duration.ZERO);
      }
    }
  }

  private static Exception paused(Exception failure) {
    try {
      Thread.sleep(PAUSE.toMillis());
      return failure;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  private String describe(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof NotThereYet)) {
      cause = cause.getCause();
    }
    if (cause instanceof NotThereYet) {
      return String.valueOf(cause.getMessage());
    }
    boolean silent =
        cause instanceof TimeoutException
            || cause instanceof RetriableException
            || cause instanceof ConfigException;
    return "Kafka at %s %s: %s"
        .formatted(config.bootstrapServers(), silent ? "does not answer" : "refuses", cause);
  }

  /** Something to be done with an admin client. */
  @FunctionalInterface
  public interface AdminTask {
    void run(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
  }
}
