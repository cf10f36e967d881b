package io.palinode.server.transport;

/** The record can never be sent as it is; sending it again would fail again. */
public final class RecordRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public RecordRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
