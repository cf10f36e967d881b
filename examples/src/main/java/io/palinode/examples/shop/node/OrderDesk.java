package io.palinode.examples.shop.node;

import io.palinode.client.SagaClient;
import io.palinode.examples.shop.Order;
import io.palinode.examples.shop.PlaceOrder;
import io.palinode.examples.shop.report.SagaStory;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders, starts their sagas, and keeps what it is told about them.
 *
 * <p>Safe for use by any thread. Keeps every order: made for files, not for years.
 */
public final class OrderDesk {
  private final SagaClient sagas;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, SagaReport> latest = new LinkedHashMap<>();
  private final Map<SagaStatus, Integer> tally = new EnumMap<>(SagaStatus.class);

  public OrderDesk(SagaClient sagas) {
    this.sagas = sagas;
  }

  /** Starts the order's saga. */
  public void place(Order order) {
    locked(() -> orders.put(order.id(), order));
    sagas.start(PlaceOrder.DEFINITION, order.id(), order).onReport(this::told);
  }

  public int placed() {
    lock.lock();
    try {
      return orders.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many orders stand so, as far as was told. */
  public int count(SagaStatus status) {
    lock.lock();
    try {
      return tally.getOrDefault(status, 0);
    } finally {
      lock.unlock();
    }
  }

  /** How many orders have ended, or wait for a person. */
  public int settled() {
    lock.lock();
    try {
      int settled = tally.getOrDefault(SagaStatus.PARKED, 0);
      for (Map.Entry<SagaStatus, Integer> entry : tally.entrySet()) {
        settled += entry.getKey().ended() ? entry.getValue() : 0;
      }
      return settled;
    } finally {
      lock.unlock();
    }
  }

  /** Every order and how its saga went, in the order of their start. */
  public List<SagaStory> stories() {
    lock.lock();
    try {
      List<SagaStory> stories = new ArrayList<>();
      orders.forEach((id, order) -> stories.add(SagaStory.of(order, latest.get(id))));
      return stories;
    } finally {
      lock.unlock();
    }
  }

  /** When the first end after the given time was decided; 0 where none was. */
  public long firstOutcomeAfter(long millis) {
    lock.lock();
    try {
      return latest.values().stream()
          .filter(report -> report.status().ended())
          .mapToLong(SagaReport::atMillis)
          .filter(at -> at > millis)
          .min()
          .orElse(0);
    } finally {
      lock.unlock();
    }
  }

  private void told(SagaReport report) {
    locked(
        () -> {
          @Nullable SagaReport before = latest.put(report.sagaId(), report);
          if (before != null) {
            tally.merge(before.status(), -1, Integer::sum);
          }
          tally.merge(report.status(), 1, Integer::sum);
        });
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
