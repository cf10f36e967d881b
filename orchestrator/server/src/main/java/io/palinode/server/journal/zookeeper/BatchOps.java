package io.palinode.server.journal.zookeeper;

import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.DoneSegment;
import io.palinode.server.journal.KeyWrite;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;

/**
 * A batch as one ZooKeeper transaction.
 *
 * <ul>
 *   <li>The first operation writes the head at the version that the owner expects: the fence.
 *   <li>What is too large for ZooKeeper is refused here. ZooKeeper itself would cut the connection,
 *       and sending it again would cut it again.
 * </ul>
 *
 * <p>Immutable once built, so that it can be sent again as it is.
 */
final class BatchOps {
  private static final byte[] NOTHING = new byte[0];
  private static final int ANY_VERSION = -1;

  private final List<Op> ops = new ArrayList<>();
  private final List<Subject> subjects = new ArrayList<>();
  private final ShardPaths paths;
  private final SessionLocks locks;
  private int bytes;

  private BatchOps(ShardPaths paths, SessionLocks locks) {
    this.paths = paths;
    this.locks = locks;
  }

  /**
   * The transaction for a batch.
   *
   * @param headVersion the version of the head that the batch expects
   * @throws BrokenInvariant if it is above a limit or contradicts itself
   */
  static BatchOps of(Batch batch, int headVersion, ShardPaths paths, SessionLocks locks) {
    BatchOps built = new BatchOps(paths, locks);
    built.setData(paths.head(), HeadCodec.write(batch.head()), headVersion, Subject.HEAD);
    int writes = batch.writes().size() + batch.keys().size();
    if (writes > Batch.MAX_WRITES) {
      throw new BrokenInvariant(
          "Batch %d touches %,d sagas and keys; the limit is %,d."
              .formatted(batch.head().batch(), writes, Batch.MAX_WRITES));
    }
    batch.writes().forEach(built::add);
    batch.keys().forEach(built::add);
    batch.done().forEach(built::add);
    batch.dropped().forEach(built::drop);
    if (built.bytes > Batch.MAX_BYTES) {
      throw new BrokenInvariant(
          "Batch %d takes %,d bytes; the limit is %,d."
              .formatted(batch.head().batch(), built.bytes, Batch.MAX_BYTES));
    }
    return built;
  }

  List<Op> ops() {
    return ops;
  }

  /** What the operation at this place is about. */
  Subject subject(int place) {
    return subjects.get(place);
  }

  private void add(SagaWrite write) {
    String saga = write.sagaId();
    Subject log = Subject.log(saga);
    if (write instanceof SagaWrite.Create created) {
      requireSmall("The log of saga", saga, created.log());
      create(paths.log(saga), created.log(), CreateMode.PERSISTENT, log);
      lock(write);
    } else if (write instanceof SagaWrite.Append appended) {
      requireSmall("The log of saga", saga, appended.log());
      setData(paths.log(saga), appended.log(), appended.version(), log);
      lock(write);
    } else if (write instanceof SagaWrite.Remove removed) {
      delete(paths.log(saga), removed.version(), log);
    }
  }

  private void add(KeyWrite write) {
    String path = paths.key(write.address());
    Subject key = Subject.key(write.address());
    if (write instanceof KeyWrite.Create created) {
      requireSmall("The key", write.address(), created.content());
      create(path, created.content(), CreateMode.PERSISTENT, key);
    } else if (write instanceof KeyWrite.Update updated) {
      requireSmall("The key", write.address(), updated.content());
      setData(path, updated.content(), updated.version(), key);
    } else if (write instanceof KeyWrite.Remove removed) {
      delete(path, removed.version(), key);
    }
  }

  private void lock(SagaWrite write) {
    if (write.lock() == SagaLock.NONE) {
      return;
    }
    String path = locks.path(write.sagaId());
    Subject lock = Subject.lock(write.sagaId());
    if (write.lock() == SagaLock.RELEASE) {
      delete(path, ANY_VERSION, lock);
    } else if (write.lock() == SagaLock.CHECK || locks.holds(write.sagaId())) {
      add(Op.check(path, ANY_VERSION), path, NOTHING, lock);
    } else {
      create(path, NOTHING, CreateMode.EPHEMERAL, lock);
    }
  }

  private void add(DoneSegment segment) {
    String path = paths.done(segment.number());
    Subject subject = Subject.done(segment.number());
    if (segment.fresh()) {
      create(path, segment.content(), CreateMode.PERSISTENT, subject);
    } else {
      setData(path, segment.content(), ANY_VERSION, subject);
    }
  }

  private void drop(long segment) {
    delete(paths.done(segment), ANY_VERSION, Subject.done(segment));
  }

  private void create(String path, byte[] data, CreateMode mode, Subject subject) {
    add(Op.create(path, data, Ids.OPEN_ACL_UNSAFE, mode), path, data, subject);
  }

  private void setData(String path, byte[] data, int version, Subject subject) {
    add(Op.setData(path, data, version), path, data, subject);
  }

  private void delete(String path, int version, Subject subject) {
    add(Op.delete(path, version), path, NOTHING, subject);
  }

  private void add(Op op, String path, byte[] data, Subject subject) {
    ops.add(op);
    subjects.add(subject);
    bytes += path.length() + data.length;
  }

  private static void requireSmall(String what, String id, byte[] content) {
    if (content.length > SagaWrite.MAX_LOG_BYTES) {
      throw new BrokenInvariant(
          "%s %s takes %,d bytes; the limit is %,d."
              .formatted(what, id, content.length, SagaWrite.MAX_LOG_BYTES));
    }
  }
}
