package io.palinode.server.journal.zookeeper;

/**
 * The number of shards cannot be changed like this, or not now. The message says what is in the way
 * and what to do about it.
 */
public final class ReshardRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReshardRefused(String message) {
    super(message);
  }
}
