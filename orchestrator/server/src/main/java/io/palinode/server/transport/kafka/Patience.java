package io.palinode.server.transport.kafka;

import io.palinode.kafka.KafkaUnreachable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka again until it answers or the time is over, and says every few seconds that it waits.
 *
 * <p>Each attempt has an admin client of its own: one whose first connection goes dead without a
 * word finds its way back only when its requests time out, and at times not for minutes.
 *
 * <p>A name that does not resolve and a refused login are waited for like a closed port: at the
 * start of a whole installation they mend themselves.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration UNREMARKABLE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final KafkaClients clients;
  private final Duration limit;
  private final long start = System.nanoTime();

  Patience(KafkaClients clients, Duration limit) {
    this.clients = clients;
    this.limit = limit;
  }

  /**
   * Returns the first answer.
   *
   * @param question each request of which is given up after a few seconds
   * @throws KafkaUnreachable when the time is over
   */
  <T> T ask(Function<Admin, T> question) {
    while (true) {
      try {
        return attempt(question);
      } catch (KafkaException e) {
        if (!passes(e)) {
          throw e;
        }
        if (System.nanoTime() - start >= limit.toNanos()) {
          throw new KafkaUnreachable(
              "Kafka at %s has not answered for %d s: %s. Check the address, and that Kafka runs."
                  .formatted(clients.bootstrapServers(), limit.toSeconds(), reason(e)),
              e);
        }
        if (System.nanoTime() - start >= UNREMARKABLE.toNanos()) {
          warning.warn(
              "waiting", "Waiting for Kafka at {}: {}", clients.bootstrapServers(), reason(e));
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private <T> T attempt(Function<Admin, T> question) {
    var admin = clients.newAdmin();
    try {
      return question.apply(admin);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static boolean passes(KafkaException e) {
    return e instanceof RetriableException
        || e instanceof AuthenticationException
        || isUnresolved(e);
  }

  /** Kafka has no type of its own for a host name that is not known (yet). */
  private static boolean isUnresolved(KafkaException e) {
    return e.getCause() instanceof ConfigException wrong
        && String.valueOf(wrong.getMessage()).contains("No resolvable bootstrap");
  }

  private static String reason(KafkaException e) {
    return e.getCause() instanceof ConfigException wrong
        ? String.valueOf(wrong.getMessage())
        : String.valueOf(e.getMessage());
  }
}
