package io.palinode.examples.shop.report;

import io.palinode.examples.shop.Order;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order, and how its saga went.
 *
 * <p>Immutable.
 *
 * @param reason why it was undone, parked or refused; null where it was not
 */
public record SagaStory(
    Order order, SagaStatus status, @Nullable Reason reason, Timeline timeline) {

  /**
   * The story so far.
   *
   * @param report the last one on the saga, null where none came
   */
  public static SagaStory of(Order order, @Nullable SagaReport report) {
    return report == null
        ? new SagaStory(order, SagaStatus.RUNNING, null, new Timeline(0, 0, List.of()))
        : new SagaStory(order, report.status(), report.reason(), Timeline.of(report.history()));
  }
}
