package io.palinode.server.transport.kafka;

/**
 * Another installation, with another ZooKeeper, uses this namespace in this Kafka. This one must
 * not start. The message says whose it is, and how to mend it.
 */
public final class NamespaceTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NamespaceTaken(String message) {
    super(message);
  }
}
