package io.palinode.embedded;

import java.util.Map;

/**
 * Keeps the embedded servers' logs to what a person should read.
 *
 * <p>A broker writes tens of thousands of lines at the INFO level, and a few warnings that mean
 * nothing on a single node. The servers log through slf4j, so an application with a logging
 * configuration of its own sets these {@link #levels} there; one that runs on slf4j-simple may call
 * {@link #warningsOnly}.
 *
 * <p>Stateless, but the system properties that it sets are the whole JVM's.
 */
public final class QuietLogging {
  private static final String SIMPLE = "org.slf4j.simpleLogger.";

  private static final Map<String, String> LEVELS =
      Map.of(
          // Both servers, and the clients inside them.
          "kafka", "warn",
          "org.apache.kafka", "warn",
          "org.apache.zookeeper", "warn",
          // A new log is empty: said at WARN on every first start.
          "org.apache.kafka.controller.QuorumController", "error",
          // No limit on connections is what we want.
          "org.apache.zookeeper.server.ServerCnxnFactory", "error",
          // A broker that stops closes one of its clients twice. This also cuts the warning that a
          // broker cannot be reached: leave it out where the JVM talks to brokers elsewhere.
          "org.apache.kafka.clients.NetworkClient", "error");

  private QuietLogging() {}

  /** The level that each of these loggers deserves, by logger name. */
  public static Map<String, String> levels() {
    return LEVELS;
  }

  /**
   * Applies the levels to slf4j-simple, unless it has been configured by file or system property.
   *
   * <p>It has to be called before the first logger is made: first thing in {@code main}.
   */
  public static void warningsOnly() {
    var configured = QuietLogging.class.getClassLoader().getResource("simplelogger.properties");
    if (configured == null) {
      setIfAbsent(SIMPLE + "defaultLogLevel", "warn");
      LEVELS.forEach((logger, level) -> setIfAbsent(SIMPLE + "log." + logger, level));
    }
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
