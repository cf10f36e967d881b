package io.palinode.server.transport.kafka;

import org.jspecify.annotations.Nullable;

/**
 * The Kafka cluster is not one that the settings can be served with. The message says what was
 * expected, what came, and how to mend it.
 */
public final class ClusterUnfit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClusterUnfit(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
