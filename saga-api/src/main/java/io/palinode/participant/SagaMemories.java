package io.palinode.participant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The memories of many sagas, the one touched longest ago first.
 *
 * <p>Safe for use by any thread; the lock is held for a few map operations and never while a
 * handler runs.
 */
final class SagaMemories {
  private final InstantSource clock;
  private final Duration retention;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, Touched> bySaga = new LinkedHashMap<>();
  private int commands;

  SagaMemories(InstantSource clock, Duration retention, int limit) {
    this.clock = clock;
    this.retention = retention;
    this.limit = limit;
  }

  int size() {
    lock.lock();
    try {
      return commands;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is remembered of a saga.
   *
   * @throws InboxUnavailable if it is a new saga, and no more may be remembered for now
   */
  SagaMemory find(String sagaId) {
    lock.lock();
    try {
      Instant now = clock.instant();
      forgetUntil(now.minus(retention));
      @Nullable Touched found = bySaga.get(sagaId);
      if (found == null && commands >= limit) {
        throw new InboxUnavailable(
            "The in-memory inbox holds %,d commands younger than %s, which is its limit. Raise the limit or shorten the retention."
                .formatted(commands, retention));
      }
      return found == null ? SagaMemory.NOTHING : found.memory();
    } finally {
      lock.unlock();
    }
  }

  void keep(String sagaId, SagaMemory memory) {
    lock.lock();
    try {
      @Nullable Touched before = bySaga.remove(sagaId);
      commands += memory.size() - (before == null ? 0 : before.memory().size());
      bySaga.put(sagaId, new Touched(memory, clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  private void forgetUntil(Instant oldest) {
    Iterator<Map.Entry<String, Touched>> eldest = bySaga.entrySet().iterator();
    while (eldest.hasNext()) {
      Touched saga = eldest.next().getValue();
      if (saga.at().isAfter(oldest)) {
        return;
      }
      commands -= saga.memory().size();
      eldest.remove();
    }
  }

  private record Touched(SagaMemory memory, Instant at) {}
}
