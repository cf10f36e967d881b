package io.palinode.server.journal;

import java.util.function.Consumer;

/**
 * One shard's journal, as one owner sees it in one session.
 *
 * <ul>
 *   <li>{@link #takeOver} comes first. It fences every older owner, and only then may anything be
 *       read or written.
 *   <li>Batches are applied in the order in which they were appended, each as a whole or not at
 *       all.
 *   <li>A batch is {@link AppendOutcome.Committed} only if it is known to be durable and this
 *       owner's; where that cannot be known the owner is {@link AppendOutcome.Deposed}.
 * </ul>
 *
 * <p>Called by the shard's thread only. Listeners are called by a thread of the adapter or from
 * within {@link #append}, in the order of the batches; they must not block and must not throw.
 */
public interface ShardJournal {

  /**
   * Takes the shard: writes the next epoch into its head. Blocks until that is durable.
   *
   * <p>After {@link AppendOutcome.Refused}, and once every batch has its outcome, it may be called
   * again. The session keeps the locks that it holds.
   *
   * @param owner who takes it, for people
   * @return the head as this owner has written it
   * @throws ShardLost if the session is lost, or another owner is faster
   */
  Head takeOver(String owner);

  /**
   * Reads every live saga of the shard. Blocks, and reads many at a time.
   *
   * @throws ShardLost if the session is lost
   */
  void load(Consumer<StoredSaga> each);

  /**
   * Reads every business key of the shard. Blocks, and reads many at a time.
   *
   * @throws ShardLost if the session is lost
   */
  void loadKeys(Consumer<StoredKey> each);

  /**
   * Reads the window of ended sagas, oldest segment first. Blocks.
   *
   * @throws ShardLost if the session is lost
   */
  void loadDone(Consumer<DoneSegment> each);

  /**
   * Writes a batch. At most {@link Batch#MAX_IN_FLIGHT} may be on their way; its head names the
   * owner's epoch, and a number above the last one's.
   *
   * @param outcome called once
   * @throws io.palinode.core.BrokenInvariant if the batch is above a limit or out of turn; nothing
   *     was sent
   */
  void append(Batch batch, Consumer<AppendOutcome> outcome);
}
