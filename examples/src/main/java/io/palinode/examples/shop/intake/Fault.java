package io.palinode.examples.shop.intake;

/**
 * What is wrong with one field of a line.
 *
 * <p>Immutable.
 *
 * @param field the field's name; {@code line} where it is the line as a whole
 * @param expected what it should have been
 * @param came what it was, cut at {@value #MAX_SHOWN} characters
 */
public record Fault(String field, String expected, String came) {
  static final int MAX_SHOWN = 60;

  /** The name in place of a field's where a line cannot be taken apart. */
  static final String LINE = "line";

  public Fault {
    came = came.length() <= MAX_SHOWN ? came : came.substring(0, MAX_SHOWN - 3) + "...";
  }

  static Fault missing(String field, String expected) {
    return new Fault(field, expected, "");
  }

  @Override
  public String toString() {
    return came.isEmpty()
        ? "%s is missing; expected %s".formatted(field, expected)
        : "%s is '%s'; expected %s".formatted(field, came, expected);
  }
}
