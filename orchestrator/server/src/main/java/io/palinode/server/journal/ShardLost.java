package io.palinode.server.journal;

/**
 * The shard cannot be read or written by this owner any more. It drops all it holds and races for
 * the shard again.
 */
public final class ShardLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ShardLost(String message) {
    super(message);
  }

  public ShardLost(String message, Throwable cause) {
    super(message, cause);
  }
}
