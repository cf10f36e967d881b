package io.palinode.participant;

/**
 * An inbox could not keep a unit, or does not know whether it did. The command gets no answer and
 * is delivered again.
 */
public final class InboxUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InboxUnavailable(String message) {
    super(message);
  }

  public InboxUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
