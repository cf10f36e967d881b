package io.palinode.server.transport;

import io.palinode.server.journal.InputPosition;
import java.util.List;

/** Takes a shard's input. Called by the feed's thread; must only enqueue. */
public interface InputListener {

  /**
   * Reading has begun.
   *
   * @param backlogEnd the ends of the two partitions at this moment: what lies before them is
   *     backlog
   */
  default void opened(InputPosition backlogEnd) {}

  /**
   * All records that lay before the backlog's end have been given to {@link #arrived}; or all
   * replies that were asked for since. Said once after the opening, and once for each {@link
   * InputFeed#catchUp}. Offsets do not tell this: the last ones may belong to no record, but to
   * marks of transactions.
   */
  void caughtUp();

  /** Records of this shard, each partition's in order. */
  void arrived(List<InputRecord> records);

  /**
   * Reading cannot go on: records that were to be read are gone, or the broker refuses. An alarm,
   * never skipped.
   */
  void failed(String why);
}
