package io.palinode.chaos.check;

import java.util.List;

/**
 * A shard as it stood at the end.
 *
 * @param epoch one higher with every takeover
 * @param starts the head's next offset in its partition of the topic of starts
 * @param startsEnd where that partition ends
 * @param replies the same for replies
 * @param live the ids of the sagas whose logs are there
 */
public record ShardLine(
    int shard,
    long epoch,
    long starts,
    long startsEnd,
    long replies,
    long repliesEnd,
    List<String> live) {
  public ShardLine {
    live = List.copyOf(live);
  }

  /** True if everything that was sent to it has been dealt with. */
  public boolean hasReadAll() {
    return Math.max(0, starts) == startsEnd && Math.max(0, replies) == repliesEnd;
  }
}
