package io.palinode.saga;

import io.palinode.message.Reason;

/**
 * Thrown by the function of a local step to say no, for good: the step has no effect, and the saga
 * turns round. Anything else that is thrown is tried again.
 */
public final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String text;

  /**
   * A no.
   *
   * @param code a word for programs, such as {@code NO_PRICE}, cut at {@link Reason#MAX_CODE}
   *     characters
   * @param text a sentence for people, cut at {@link Reason#MAX_TEXT} characters
   */
  public Rejection(String code, String text) {
    super(code + ": " + text);
    this.code = code;
    this.text = text;
  }

  public Reason reason() {
    return new Reason(code, text);
  }
}
