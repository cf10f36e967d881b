package io.palinode.examples.shop.books;

/** What a line of a ledger outlives once it is written. */
public enum Durability {
  /** The death of the process, {@code kill -9} included. Costs nothing. */
  PROCESS,
  /** The loss of power too: every line is forced to the disk before its command is answered. */
  MACHINE
}
