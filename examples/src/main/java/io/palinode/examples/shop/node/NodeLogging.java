package io.palinode.examples.shop.node;

import java.util.Map;

/** What a process of the shop logs where nobody has configured it: its own doings, and warnings. */
final class NodeLogging {
  private static final Map<String, String> LEVELS =
      Map.of(
          "org.apache.kafka", "warn",
          "org.apache.zookeeper", "warn",
          "org.apache.curator", "error");

  private NodeLogging() {}

  /** Has to be called before the first logger is made: first thing in {@code main}. */
  static void set() {
    LEVELS.forEach(
        (logger, level) -> {
          String property = "org.slf4j.simpleLogger.log." + logger;
          if (System.getProperty(property) == null) {
            System.setProperty(property, level);
          }
        });
  }
}
