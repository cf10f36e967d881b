package io.palinode.server.runtime;

import io.palinode.message.KeyAddress;

/**
 * One saga's log or lock, or the znode of one business key, is not what its owner believed. The
 * shard is read again, and that saga parks.
 */
final class SagaSetAside extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String sagaId;

  SagaSetAside(String sagaId, String why) {
    super((KeyAddress.isOne(sagaId) ? "Key " : "Saga ") + sagaId + ": " + why);
    this.sagaId = sagaId;
  }

  String sagaId() {
    return sagaId;
  }
}
