package io.palinode.chaos.check;

/**
 * A signal, written down before it was sent; again before it was sent again.
 *
 * @param at milliseconds since 1970
 * @param key of the box in which sagas look for it
 */
public record SignalLine(long at, String id, String key) {}
