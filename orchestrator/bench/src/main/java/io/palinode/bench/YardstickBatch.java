package io.palinode.bench;

import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;

/**
 * The operations of one multi of the yardstick.
 *
 * <ul>
 *   <li>The head comes first and fences the rest; it has room for the shard's epoch, owner and
 *       input offsets.
 *   <li>A saga's log is rewritten whole at each step, under its expected version, and grows to
 *       about 1 KB.
 *   <li>With locks, an ephemeral znode per saga is created with its log, checked at each step, and
 *       deleted with its end.
 * </ul>
 *
 * <p>Contents are zeros, since only their size matters here. Not thread-safe.
 */
final class YardstickBatch {
  private static final byte[] HEAD = new byte[128];
  private static final List<byte[]> LOG_AFTER_STEP =
      List.of(new byte[400], new byte[600], new byte[800], new byte[1000]);
  private static final byte[] NOTHING = new byte[0];
  private static final int OVERHEAD_BYTES_PER_OP = 50;

  private final String root;
  private final boolean locks;
  private final List<Op> ops = new ArrayList<>();
  private int bytes;

  YardstickBatch(String root, boolean locks, int headVersion) {
    this.root = root;
    this.locks = locks;
    add(Op.setData(root + "/head", HEAD, headVersion), HEAD);
  }

  /** Records that a saga has started, as step 0, or that one of its steps is done. */
  void journal(String sagaId, int step) {
    var log = logOf(sagaId);
    var entries = LOG_AFTER_STEP.get(step);
    if (step == 0) {
      add(Op.create(log, entries, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT), entries);
    } else {
      add(Op.setData(log, entries, step - 1), entries);
    }
    if (locks) {
      add(lockOp(root + "/locks/" + sagaId, step), NOTHING);
    }
  }

  /** Deletes the log of a saga whose end Kafka has acknowledged. */
  void forget(String sagaId) {
    add(Op.delete(logOf(sagaId), Yardstick.STEPS), NOTHING);
  }

  int size() {
    return ops.size();
  }

  int bytes() {
    return bytes;
  }

  List<Op> ops() {
    return ops;
  }

  private static Op lockOp(String lock, int step) {
    return switch (step) {
      case 0 -> Op.create(lock, NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
      case Yardstick.STEPS -> Op.delete(lock, 0);
      default -> Op.check(lock, 0);
    };
  }

  private String logOf(String sagaId) {
    return root + "/log/" + sagaId;
  }

  private void add(Op op, byte[] data) {
    ops.add(op);
    bytes += op.getPath().length() + data.length + OVERHEAD_BYTES_PER_OP;
  }
}
