package io.palinode.server.journal;

import io.palinode.message.Payload;
import io.palinode.message.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One time that a saga parked, as far as its definition's notice of it needs to know.
 *
 * @param number how often the saga had parked by then, from 1
 * @param at when, in milliseconds since 1970
 * @param reason why
 * @param data the saga's at that time, null where its log had no room for them
 */
public record Standstill(int number, long at, Reason reason, @Nullable Payload data) {

  /** The same, in fewer bytes. */
  public Standstill withoutData() {
    return new Standstill(number, at, reason, null);
  }
}
