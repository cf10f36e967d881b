package io.palinode.message;

/**
 * The rule for saga ids, which are Kafka keys and names of znodes.
 *
 * <p>A saga's id is the business key of whoever starts it: the same key is the same saga.
 */
public final class SagaId {
  /** The greatest length of a saga id, in characters. */
  public static final int MAX_LENGTH = 128;

  private static final String SIGNS = "._:@=+-";
  private static final boolean[] ALLOWED = new boolean['z' + 1];

  static {
    for (char each = 0; each < ALLOWED.length; each++) {
      ALLOWED[each] = isLetterOrDigit(each) || SIGNS.indexOf(each) >= 0;
    }
  }

  private SagaId() {}

  /**
   * The id itself.
   *
   * @throws MalformedMessage if it is empty, too long, or has a character that a znode's name or a
   *     command id may not
   */
  public static String require(String id) {
    if (!isWellFormed(id)) {
      throw new MalformedMessage(
          "The saga id is '%s'; expected 1 to %d characters: letters, digits and . _ : @ = + -, a letter or digit first."
              .formatted(id.length() > 200 ? id.substring(0, 200) + "..." : id, MAX_LENGTH));
    }
    return id;
  }

  /** By hand, since every record that is read passes here. */
  private static boolean isWellFormed(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH || !isLetterOrDigit(id.charAt(0))) {
      return false;
    }
    for (int i = 1; i < id.length(); i++) {
      char each = id.charAt(i);
      if (each >= ALLOWED.length || !ALLOWED[each]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9');
  }
}
