package io.palinode.message;

import org.jspecify.annotations.Nullable;

/**
 * One line of a saga's history: an event of its journal.
 *
 * @param atMillis when it was decided, in milliseconds since 1970
 * @param event the journal's word for it, such as {@code issued} or {@code succeeded}
 * @param step the step, choice, for-each, wait, decision or sub-saga it is about, null where it is
 *     about the whole saga; by its key, such as {@code reserve-stock[3]} or {@code pay.charge-card}
 * @param direction of the command it is about, null where it is about none
 * @param attempt of the command it is about, 0 where it is about none
 * @param reason why, null where nothing went wrong
 * @param detail which branch a choice took, {@code none} where it took none; how many items a
 *     for-each has; until when a wait lasts; what may be decided, and what was, by whom and why; to
 *     which version a saga was moved; the address of a step's key; null elsewhere
 */
public record HistoryEntry(
    long atMillis,
    String event,
    @Nullable String step,
    @Nullable Direction direction,
    int attempt,
    @Nullable Reason reason,
    @Nullable String detail) {

  /** A line about a step, or about the whole saga. */
  public HistoryEntry(
      long atMillis,
      String event,
      @Nullable String step,
      @Nullable Direction direction,
      int attempt,
      @Nullable Reason reason) {
    this(atMillis, event, step, direction, attempt, reason, null);
  }
}
