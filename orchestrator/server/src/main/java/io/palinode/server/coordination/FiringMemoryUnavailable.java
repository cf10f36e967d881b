package io.palinode.server.coordination;

/** The marks of schedules cannot be read or written for now. */
public final class FiringMemoryUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FiringMemoryUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
