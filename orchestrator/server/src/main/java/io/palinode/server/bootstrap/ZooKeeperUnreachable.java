package io.palinode.server.bootstrap;

import org.jspecify.annotations.Nullable;

/** ZooKeeper did not answer within {@code saga.connect.timeout}. The message names its address. */
public final class ZooKeeperUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ZooKeeperUnreachable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
