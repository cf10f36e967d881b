package io.palinode.client;

import io.palinode.message.SagaReport;

/** What became of one saga of a bulk. */
public sealed interface BulkResult {

  String sagaId();

  /** Kafka has the start. */
  record Accepted(String sagaId) implements BulkResult {}

  /** The saga has ended or is parked. */
  record Reported(SagaReport report) implements BulkResult {
    @Override
    public String sagaId() {
      return report.sagaId();
    }
  }

  /**
   * The saga was not started, or it is not known whether it was.
   *
   * @param why what {@link SagaClient#start} throws or its futures fail with: a bad id or data, or
   *     {@link NotAccepted}, after which a repetition is safe
   */
  record Failed(String sagaId, RuntimeException why) implements BulkResult {}
}
