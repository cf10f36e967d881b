package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of the number of shards that has begun, with all that the old heads knew. How far it is
 * can be seen from what is where, so it is never written again.
 *
 * <p>Immutable.
 *
 * @param epoch above that of every old head, since participants refuse a lower one
 * @param batch the highest of the old heads; the new shards count on from it
 * @param positions where each old shard had read to
 * @param firstSegment the number from which segments of the window of ended sagas are new
 */
record ReshardPlan(
    int from, int to, long epoch, long batch, List<InputPosition> positions, long firstSegment) {

  private static final InputPosition NEW_PARTITIONS = new InputPosition(0, 0);

  ReshardPlan {
    positions = List.copyOf(positions);
  }

  /** The plan for shards with these heads. */
  static ReshardPlan begin(List<Head> heads, int to, long firstSegment) {
    long epoch = 0;
    long batch = 0;
    List<InputPosition> positions = new ArrayList<>();
    for (Head head : heads) {
      epoch = Math.max(epoch, head.epoch());
      batch = Math.max(batch, head.batch());
      positions.add(head.position());
    }
    return new ReshardPlan(heads.size(), to, epoch + 1, batch, positions, firstSegment);
  }

  /**
   * The head that a shard begins with.
   *
   * <p>Nothing counts as published: old shards counted their batches each for itself, and a command
   * that is sent again has its deadline counted anew, so that no deadline overtakes a reply which
   * still waits in another partition. A partition that was added is read from its first record.
   */
  Head head(int shard) {
    InputPosition position = shard < from ? positions.get(shard) : NEW_PARTITIONS;
    return new Head(epoch, batch, "reshard", position, 0);
  }

  /**
   * The old shards whose ended sagas may belong to this shard: hashes that agree modulo both
   * numbers agree modulo their greatest common divisor.
   */
  List<Integer> sources(int shard) {
    int divisor = divisor(from, to);
    List<Integer> sources = new ArrayList<>();
    for (int old = shard % divisor; old < from; old += divisor) {
      sources.add(old);
    }
    return sources;
  }

  /** True if the shard's window of ended sagas is right as it is. */
  boolean keepsWindow(int shard) {
    return sources(shard).equals(List.of(shard));
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
