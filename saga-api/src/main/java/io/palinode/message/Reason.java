package io.palinode.message;

/**
 * Why a participant said no, or why a saga parked.
 *
 * @param code a word for programs, such as {@code SOLD_OUT}
 * @param text a sentence for people, cut at {@link #MAX_TEXT} characters
 */
public record Reason(String code, String text) {
  /** The greatest length of a reason's code, in characters. */
  public static final int MAX_CODE = 64;

  /** The greatest length of a reason's text, in characters. */
  public static final int MAX_TEXT = 1_000;

  public Reason {
    code = cut(code, MAX_CODE);
    text = cut(text, MAX_TEXT);
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 3) + "...";
  }

  @Override
  public String toString() {
    return text.isEmpty() ? code : code + ": " + text;
  }
}
