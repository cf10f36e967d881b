package io.palinode.client;

import io.palinode.message.WireRecord;
import java.util.concurrent.CompletableFuture;

/**
 * How a saga client talks to the orchestrator.
 *
 * <p>Safe for use by any thread.
 */
public interface SagaTransport extends AutoCloseable {

  /**
   * Hands every report from now on to the listener; returns when no later one can be missed. Called
   * once, before the first send.
   */
  void listen(ReportListener listener);

  /**
   * Sends a request; done when it is certain not to be lost, failed when that is not known.
   *
   * <p>May block while as much is under way as the transport holds.
   */
  CompletableFuture<Void> send(WireRecord request);

  /** Finishes what is being sent, and hands out no more reports once it returns. */
  @Override
  void close();
}
