package io.palinode.client;

import io.palinode.message.SagaReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Who waits for reports on which saga.
 *
 * <ul>
 *   <li>A follower stays until it is done, so that nobody who gave up is kept.
 *   <li>There is a limit to how many there are at a time.
 * </ul>
 *
 * <p>Safe for use by any thread. Followers are called outside of any lock.
 */
final class FollowedSagas implements ReportListener {
  private final int limit;
  private final Semaphore room;
  private final ConcurrentHashMap<String, List<Follower>> bySaga = new ConcurrentHashMap<>();

  FollowedSagas(int limit) {
    this.limit = limit;
    this.room = new Semaphore(limit);
  }

  /**
   * Adds one who waits.
   *
   * @throws TooManyOpenSagas if the limit is reached
   */
  void add(String sagaId, Follower follower) {
    if (!room.tryAcquire()) {
      throw new TooManyOpenSagas(limit);
    }
    put(sagaId, follower);
  }

  /** Adds one who waits, once there is room. */
  void addWhenThereIsRoom(String sagaId, Follower follower) throws InterruptedException {
    room.acquire();
    put(sagaId, follower);
  }

  private void put(String sagaId, Follower follower) {
    bySaga.compute(
        sagaId,
        (id, others) -> {
          List<Follower> all = others == null ? new ArrayList<>(1) : new ArrayList<>(others);
          all.add(follower);
          return all;
        });
  }

  void remove(String sagaId, Follower follower) {
    bySaga.computeIfPresent(
        sagaId,
        (id, others) -> {
          List<Follower> rest = new ArrayList<>(others);
          if (rest.remove(follower)) {
            room.release();
          }
          return rest.isEmpty() ? null : rest;
        });
  }

  int size() {
    return limit - room.availablePermits();
  }

  @Override
  public boolean wants(String sagaId) {
    return bySaga.containsKey(sagaId);
  }

  @Override
  public void report(SagaReport report) {
    bySaga.getOrDefault(report.sagaId(), List.of()).forEach(follower -> follower.report(report));
  }

  /** Tells everybody that there will be no more reports. */
  void close() {
    bySaga.forEach(
        (sagaId, followers) ->
            followers.forEach(follower -> follower.failed(new SagaClientClosed(sagaId))));
  }

  /** One who waits for reports on one saga. */
  interface Follower {
    void report(SagaReport report);

    void failed(RuntimeException why);
  }
}
