package io.palinode.kafka;

import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first contact with a Kafka that may not be up yet.
 *
 * <ul>
 *   <li>Tries until it succeeds or {@code saga.connect.timeout} is over, and says every few seconds
 *       which address it waits for.
 *   <li>Each attempt has an admin client of its own: one whose first connection goes dead without a
 *       word finds its way back only when its requests time out, and at times not for minutes.
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
  private static final Duration UNREMARKABLE = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final KafkaClientConfig config;
  private final Map<String, Object> adminConfig;
  private final long limitNanos;
  private final Predicate<KafkaException> passing;
  private final long startedNanos = System.nanoTime();
  private long nextWordNanos = UNREMARKABLE.toNanos();

  /**
   * A contact that has its time from now on.
   *
   * @param limit how long to try; zero is without end
   * @param passing which of Kafka's failures are waited for; any other is thrown as it is
   */
  public FirstContact(
      KafkaClientConfig config,
      String clientId,
      Duration limit,
      Predicate<KafkaException> passing) {
    this.config = config;
    this.adminConfig = config.admin(Map.of("client.id", clientId));
    this.limitNanos = limit.isZero() ? Long.MAX_VALUE : limit.toNanos();
    this.passing = passing;
  }

  /** The contact that these settings ask for, which waits whatever the failure. */
  public static FirstContact of(ClientSettings settings, String clientId) {
    return new FirstContact(
        KafkaClientConfig.of(settings),
        clientId,
        settings.get(ClientSettings.CONNECT_TIMEOUT),
        failure -> true);
  }

  /**
   * Does something with an admin client, again and again until it succeeds.
   *
   * @throws KafkaUnreachable if the time is over or the thread is interrupted
   * @throws InvalidSettings if Kafka's client refuses a {@code kafka.*} setting
   */
  public void until(AdminTask task) {
    ask(
        admin -> {
          task.run(admin);
          return true;
        });
  }

  /**
   * Asks with an admin client, again and again until there is an answer.
   *
   * @throws KafkaUnreachable if the time is over or the thread is interrupted
   * @throws InvalidSettings if Kafka's client refuses a {@code kafka.*} setting
   */
  public <T> T ask(AdminQuestion<T> question) {
    while (true) {
      try {
        return answer(question);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaUnreachable("Interrupted while reaching for " + servers(), e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof KafkaException known) {
          requirePassing(known);
        }
        goOnAfter(e);
      } catch (KafkaException e) {
        requirePassing(e);
        goOnAfter(e);
      } catch (TimeoutException e) {
        goOnAfter(e);
      }
    }
  }

  /** The answer of one request, for which {@link #until} waits a few seconds at a time. */
  static <T> T answer(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(ONE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> T answer(AdminQuestion<T> question)
      throws InterruptedException, ExecutionException, TimeoutException {
    Admin admin;
    try {
      admin = Admin.create(adminConfig);
    } catch (ConfigException e) {
      throw new InvalidSettings("Kafka's client refuses a kafka.* setting: " + e.getMessage());
    }
    try {
      return question.of(admin);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private void requirePassing(KafkaException failure) {
    if (!passing.test(failure)) {
      throw failure;
    }
  }

  private void goOnAfter(Exception failure) {
    long waited = System.nanoTime() - startedNanos;
    String what =
        "%s (for %d s)".formatted(describe(failure), TimeUnit.NANOSECONDS.toSeconds(waited));
    if (waited >= limitNanos) {
      throw new KafkaUnreachable(
          "Giving up. %s. Check the address, and that Kafka runs.".formatted(what), failure);
    }
    if (waited >= nextWordNanos) {
      nextWordNanos = waited + SILENCE.toNanos();
      LOG.warn("Still trying. {}", what);
    }
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnreachable("Interrupted. " + what, e);
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
    return "%s %s: %s".formatted(servers(), silent ? "does not answer" : "refuses", cause);
  }

  private String servers() {
    return "Kafka at " + config.bootstrapServers();
  }

  /** Something to be done with an admin client. */
  @FunctionalInterface
  public interface AdminTask {
    void run(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
  }

  /** Something to be found out with an admin client. */
  @FunctionalInterface
  public interface AdminQuestion<T> {
    T of(Admin admin) throws InterruptedException, ExecutionException, TimeoutException;
  }
}
