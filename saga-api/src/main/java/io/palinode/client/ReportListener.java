package io.palinode.client;

import io.palinode.message.SagaReport;

/**
 * Where a transport takes its reports.
 *
 * <p>Called by one thread at a time.
 */
public interface ReportListener {

  /**
   * True if anybody waits for reports on this saga. Cheap, so that other reports need not be read.
   */
  boolean wants(String sagaId);

  /** Takes a report. Never throws. */
  void report(SagaReport report);
}
