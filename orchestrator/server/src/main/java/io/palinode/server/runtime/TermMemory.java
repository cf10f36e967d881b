package io.palinode.server.runtime;

/**
 * What a shard's owner holds in memory for one term, and drops with it. Used by the shard's thread
 * only.
 */
record TermMemory(
    LiveSagas sagas, LiveKeys keys, DoneWindow done, Timers timers, OwedUnderWay owed) {

  static TermMemory empty(ShardSettings settings) {
    return new TermMemory(
        new LiveSagas(),
        new LiveKeys(settings.signals()),
        new DoneWindow(settings.doneWindow()),
        new Timers(),
        new OwedUnderWay());
  }

  /** True if a saga of this id lives, is damaged, or has ended within the window. */
  boolean knows(String sagaId) {
    return sagas.find(sagaId) != null || sagas.damage(sagaId) != null || done.find(sagaId) != null;
  }
}
