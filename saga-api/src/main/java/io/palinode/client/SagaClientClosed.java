package io.palinode.client;

/**
 * The client was closed. The saga goes on without it; another client can follow it under its id.
 */
public final class SagaClientClosed extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  SagaClientClosed(String sagaId) {
    super("The client was closed while it followed saga '%s', which goes on.".formatted(sagaId));
  }
}
