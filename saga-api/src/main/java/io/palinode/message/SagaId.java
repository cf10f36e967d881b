package io.palinode.message;

import java.util.regex.Pattern;

/** The rule for saga ids, which are Kafka keys and names of znodes. */
public final class SagaId {
  /** The greatest length of a saga id, in characters. */
  public static final int MAX_LENGTH = 128;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@=+-]*");

  private SagaId() {}

  /**
   * The id itself.
   *
   * @throws MalformedMessage if it is empty, too long, or has a character that a znode's name or a
   *     command id may not
   */
  public static String require(String id) {
    if (id.length() > MAX_LENGTH || !FORM.matcher(id).matches()) {
      throw new MalformedMessage(
          "The saga id is '%s'; expected 1 to %d characters: letters, digits and . _ : @ = + -, a letter or digit first."
              .formatted(id.length() > 200 ? id.substring(0, 200) + "..." : id, MAX_LENGTH));
    }
    return id;
  }
}
