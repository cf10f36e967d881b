package io.palinode.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value as JSON on the wire, with the name of its type.
 *
 * <p>Immutable by agreement: nobody writes to the array after construction.
 *
 * @param type the wire name of the value's class
 * @param json the value as UTF-8 JSON
 */
public record Payload(String type, byte[] json) {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  /** The payload of a reply that carries none. */
  public static final Payload NONE = new Payload(MessageType.NONE, NULL);

  /** The JSON as text. */
  public String text() {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that
        && type.equals(that.type)
        && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(json);
  }

  @Override
  public String toString() {
    return type + " " + text();
  }
}
