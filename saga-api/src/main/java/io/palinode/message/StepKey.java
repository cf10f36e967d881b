package io.palinode.message;

import java.util.ArrayList;
import java.util.List;

/**
 * How one run of a step, or of another part, is called in command ids, journal and reports.
 *
 * <ul>
 *   <li>By its name, such as {@code charge-card}.
 *   <li>Inside a for-each by the number of the item too, such as {@code hold-seat[3]}; inside
 *       several, by one number for each, the outermost first: {@code hold-seat[3][0]}. Items count
 *       from 0.
 *   <li>Inside a sub-saga by the key of that one first, and a dot: {@code pay.charge-card}, {@code
 *       pay[2].hold-seat[1]}.
 * </ul>
 */
public final class StepKey {
  private static final char SUB_SAGA = '.';

  private StepKey() {}

  /** The key of a part inside a for-each. */
  public static String of(String name, int item) {
    return name + '[' + item + ']';
  }

  /** The key of a part inside a sub-saga. */
  public static String inside(String subSaga, String name) {
    return subSaga + SUB_SAGA + name;
  }

  /** The key of the sub-saga in which the part stands; empty where it stands in none. */
  public static String around(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf(SUB_SAGA)));
  }

  /** The name of the part that is called so, as its own definition has it. */
  public static String name(String key) {
    String own = own(key);
    int bracket = bracket(own);
    return bracket < 0 ? own : own.substring(0, bracket);
  }

  /** The names on the way to the part, without the numbers of items: {@code pay.hold-seat}. */
  public static String path(String key) {
    if (key.indexOf('[') < 0) {
      return key;
    }
    String around = around(key);
    return around.isEmpty() ? name(key) : inside(path(around), name(key));
  }

  /**
   * The numbers of the items that the part is about, the outermost first; none where no for-each is
   * around it in its own definition.
   *
   * @throws MalformedMessage if what stands in the brackets is no number
   */
  public static List<Integer> items(String key) {
    String own = own(key);
    int bracket = bracket(own);
    List<Integer> items = new ArrayList<>(2);
    while (bracket >= 0 && bracket < own.length()) {
      int end = own.indexOf(']', bracket);
      items.add(item(key, own, bracket, end));
      bracket = end + 1;
    }
    return items;
  }

  private static int item(String key, String own, int bracket, int end) {
    try {
      if (own.charAt(bracket) == '[') {
        return Integer.parseInt(own, bracket + 1, end, 10);
      }
    } catch (NumberFormatException e) {
      throw new MalformedMessage("'%s' names no item of a for-each.".formatted(key), e);
    }
    throw new MalformedMessage("'%s' names no item of a for-each.".formatted(key));
  }

  private static String own(String key) {
    return key.substring(key.lastIndexOf(SUB_SAGA) + 1);
  }

  private static int bracket(String own) {
    return own.endsWith("]") ? own.indexOf('[') : -1;
  }
}
