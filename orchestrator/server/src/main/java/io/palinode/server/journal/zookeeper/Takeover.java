package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.Batch;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.ShardLost;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.SetDataResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a new owner's epoch into a shard's head, and makes the shard's znodes if they are missing.
 *
 * <ul>
 *   <li>The head is written {@link #WRITES} times in one transaction. An older owner may have
 *       {@link Batch#MAX_IN_FLIGHT} batches on their way, which expect the head's version and its
 *       successors. If a takeover moved the version by one only, the first of them would fail and
 *       the second would find exactly the version it expects.
 *   <li>A head write whose answer is lost is simply followed by another takeover: the epoch grows
 *       once more, which harms nobody.
 * </ul>
 *
 * <p>Blocks; used by the shard's thread.
 */
final class Takeover {
  static final int WRITES = Batch.MAX_IN_FLIGHT;
  static final int ATTEMPTS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  private final ZooKeeper session;
  private final ShardPaths paths;

  Takeover(ZooKeeper session, ShardPaths paths) {
    this.session = session;
    this.paths = paths;
  }

  Fence by(String owner) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        Fence fence = writeHead(owner);
        ShardZnodes.makeKeys(session, paths);
        return fence;
      } catch (NoNodeException nobodyOwnedItYet) {
        createShard();
      } catch (BadVersionException anotherOwnerWasFaster) {
        LOG.info("Another owner was faster at the head of {}, attempt {}", paths.root(), attempt);
      } catch (KeeperException e) {
        SessionFaults.requireTransient(e, "The shard could not be taken over");
      } catch (InterruptedException e) {
        throw SessionFaults.interrupted(e);
      }
    }
    throw new ShardLost(
        "The head of %s could not be written in %d attempts.".formatted(paths.root(), ATTEMPTS));
  }

  private Fence writeHead(String owner) throws KeeperException, InterruptedException {
    Stat stat = new Stat();
    Head seen = HeadCodec.read(session.getData(paths.head(), false, stat));
    Head mine =
        new Head(seen.epoch() + 1, seen.batch(), owner, seen.position(), seen.publishedThrough());
    byte[] bytes = HeadCodec.write(mine);
    List<Op> ops = new ArrayList<>(WRITES);
    for (int i = 0; i < WRITES; i++) {
      ops.add(Op.setData(paths.head(), bytes, stat.getVersion() + i));
    }
    List<OpResult> results = session.multi(ops);
    SetDataResult last = (SetDataResult) results.get(WRITES - 1);
    return new Fence(mine, last.getStat().getVersion());
  }

  private void createShard() {
    try {
      Op head = ShardZnodes.create(paths.head(), HeadCodec.write(Head.NEW));
      ShardZnodes.make(session, paths, List.of(head));
    } catch (KeeperException e) {
      SessionFaults.requireTransient(e, "The shard's znodes could not be made");
    } catch (InterruptedException e) {
      throw SessionFaults.interrupted(e);
    }
  }
}
