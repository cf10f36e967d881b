package io.palinode.server.transport.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Logs a warning that would come again and again, each cause once in a while.
 *
 * <p>Thread-safe.
 */
final class RepeatedWarning {
  private final Logger log;
  private final long silenceNanos;
  private final Map<String, Long> lastTime = new ConcurrentHashMap<>();

  RepeatedWarning(Logger log, Duration silence) {
    this.log = log;
    this.silenceNanos = silence.toNanos();
  }

  /**
   * Logs, unless the cause was logged a short while ago.
   *
   * @param cause one of few, since all are remembered
   */
  void warn(String cause, String format, Object... arguments) {
    long now = System.nanoTime();
    Long last = lastTime.get(cause);
    if (last == null || now - last >= silenceNanos) {
      lastTime.put(cause, now);
      log.warn(format, arguments);
    }
  }
}
