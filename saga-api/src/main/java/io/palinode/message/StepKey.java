package io.palinode.message;

/**
 * How one run of a step is called in command ids, journal and reports: by the step's name, and
 * inside a for-each by the number of the item too, such as {@code reserve-stock[3]}. Items count
 * from 0.
 */
public final class StepKey {
  private StepKey() {}

  /** The key of a step, or of another part, inside a for-each. */
  public static String of(String name, int item) {
    return name + '[' + item + ']';
  }

  /** The name of the step that is called so. */
  public static String name(String key) {
    int bracket = bracket(key);
    return bracket < 0 ? key : key.substring(0, bracket);
  }

  /**
   * The number of the item; -1 where the step is not inside a for-each.
   *
   * @throws MalformedMessage if what stands in the brackets is no number
   */
  public static int item(String key) {
    int bracket = bracket(key);
    if (bracket < 0) {
      return -1;
    }
    try {
      return Integer.parseInt(key, bracket + 1, key.length() - 1, 10);
    } catch (NumberFormatException e) {
      throw new MalformedMessage("'%s' names no item of a for-each.".formatted(key), e);
    }
  }

  private static int bracket(String key) {
    return key.endsWith("]") ? key.lastIndexOf('[') : -1;
  }
}
