package io.palinode.chaos.check;

import io.palinode.chaos.saga.Script;

/**
 * A start that a client has asked for, written down before it was sent.
 *
 * @param at milliseconds since 1970
 * @param saga its id
 * @param definition the name of its definition
 * @param key the desk or the box of its data
 * @param occasion why it was asked for: the first time or again
 */
public record StartLine(
    long at, String saga, String definition, String key, Script script, Occasion occasion) {

  /** The same request, for another reason. */
  public StartLine because(Occasion reason) {
    return new StartLine(System.currentTimeMillis(), saga, definition, key, script, reason);
  }

  /** Why a start is asked for. */
  public enum Occasion {
    FIRST,
    /** At once again, as a nervous caller does. */
    TWICE,
    /** Again when the saga has come to rest. */
    AFTERWARDS,
    /** Again because Kafka did not acknowledge the request. */
    NOT_ACCEPTED
  }
}
