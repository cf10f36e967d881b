package io.palinode.client;

/**
 * Kafka did not acknowledge a request, so it is not known whether the orchestrator will see it. To
 * send it again under the same id is safe.
 */
public final class NotAccepted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotAccepted(String sagaId, Throwable cause) {
    super(
        "Kafka did not acknowledge the request for saga '%s', which may or may not have been sent; to repeat it is safe."
            .formatted(sagaId),
        cause);
  }
}
