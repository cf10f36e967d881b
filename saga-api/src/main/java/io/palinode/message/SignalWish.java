package io.palinode.message;

/** What a saga wants of a mailbox: the next signal. */
@MessageName("signal-wish")
public record SignalWish() {}
