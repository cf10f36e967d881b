package io.palinode.message;

import java.nio.charset.StandardCharsets;

/**
 * What names one business key in the key registry: what it is used for, under which name, and the
 * key itself. It is the Kafka key of every record to the registry, and so decides the shard in
 * which the key lives.
 *
 * @param name of the lock or the signal, in the form of a saga's name
 * @param key as the user's function gave it: 1 to {@link #MAX_KEY} characters of any kind
 */
public record KeyAddress(KeyUse use, String name, String key) {
  /** The greatest length of a key, in characters. */
  public static final int MAX_KEY = 128;

  /**
   * An address of a key that a user's function gave.
   *
   * @throws MalformedMessage if the key is empty, too long, or no text that UTF-8 can carry
   */
  public KeyAddress {
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw new MalformedMessage(
          "The key of '%s' has %,d characters; expected 1 to %d."
              .formatted(name, key.length(), MAX_KEY));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
      throw new MalformedMessage(
          "The key of '%s' has half of a surrogate pair, which no record can carry."
              .formatted(name));
    }
  }

  /** True if the text is an address: no name of a participant and no saga id has a slash. */
  public static boolean isOne(String text) {
    return text.indexOf('/') >= 0;
  }

  /**
   * Reads the form {@code use/name/key}.
   *
   * @throws MalformedMessage if the text has another form
   */
  public static KeyAddress parse(String text) {
    String[] parts = text.split("/", 3);
    if (parts.length < 3 || parts[1].isEmpty()) {
      throw new MalformedMessage(
          "The address of a key is '%s'; expected 'use/name/key'.".formatted(text));
    }
    return new KeyAddress(KeyUse.of(parts[0]), parts[1], parts[2]);
  }

  @Override
  public String toString() {
    return use.word() + "/" + name + "/" + key;
  }
}
