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
  void opened(InputPosition backlogEnd);

  /** Records of this shard, each partition's in order. */
  void arrived(List<InputRecord> records);

  /**
   * Reading cannot go on: records that were to be read are gone, or the broker refuses. An alarm,
   * never skipped.
   */
  void failed(String why);
}
