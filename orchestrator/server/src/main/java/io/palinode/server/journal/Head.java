package io.palinode.server.journal;

/**
 * A shard's head: the fence that every write passes, and what a successor needs to go on.
 *
 * @param epoch one higher with every takeover
 * @param batch the number of the last batch that was written, over all epochs
 * @param owner who took the shard over, for people
 * @param position where to go on reading
 * @param publishedThrough the highest batch up to which Kafka has acknowledged everything that was
 *     to be sent
 */
public record Head(
    long epoch, long batch, String owner, InputPosition position, long publishedThrough) {

  /** The head of a shard that nobody has owned yet. */
  public static final Head NEW = new Head(0, 0, "", InputPosition.BEGINNING, 0);
}
