package io.palinode.server.journal;

/**
 * The next offsets that a shard has to read from its two input partitions; {@link #NONE} where it
 * has read nothing.
 */
public record InputPosition(long starts, long replies) {
  /** The offset of a partition that was never read. */
  public static final long NONE = -1;

  /** The position of a new shard. */
  public static final InputPosition BEGINNING = new InputPosition(NONE, NONE);
}
