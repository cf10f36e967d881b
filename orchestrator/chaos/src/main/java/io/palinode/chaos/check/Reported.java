package io.palinode.chaos.check;

import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.Optional;

/**
 * A report, and the id that it came under.
 *
 * @param id the CloudEvent's, the same for every copy
 */
public record Reported(String id, SagaReport report) {
  SagaStatus status() {
    return report.status();
  }

  /** True if it tells the saga's history, and not only how it ended, long after its end. */
  boolean full() {
    return !report.history().isEmpty();
  }

  /** The id of the signal that the saga has taken. */
  Optional<String> heard() {
    var data = report.data();
    var heard = data == null ? null : data.path("heard").textValue();
    return Optional.ofNullable(heard);
  }

  /** True if it answers no request. */
  boolean unasked() {
    return report.answer() == null;
  }

  /** When the saga began that it is about. */
  long begunAt() {
    return report.history().get(0).atMillis();
  }
}
