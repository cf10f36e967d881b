package io.palinode.message;

/**
 * What a saga wants of a lock: how many sagas may wait for it at most, the asking one included; 0
 * where it is to be refused if the lock is held.
 */
@MessageName("lock-wish")
public record LockWish(int mostWaiting) {}
