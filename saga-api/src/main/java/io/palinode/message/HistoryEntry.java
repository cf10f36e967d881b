package io.palinode.message;

import org.jspecify.annotations.Nullable;

/**
 * One line of a saga's history: an event of its journal.
 *
 * @param atMillis when it was decided, in milliseconds since 1970
 * @param event the journal's word for it, such as {@code issued} or {@code succeeded}
 * @param step the step it is about, null where it is about the whole saga
 * @param direction of the command it is about, null where it is about none
 * @param attempt of the command it is about, 0 where it is about none
 * @param reason why, null where nothing went wrong
 */
public record HistoryEntry(
    long atMillis,
    String event,
    @Nullable String step,
    @Nullable Direction direction,
    int attempt,
    @Nullable Reason reason) {}
