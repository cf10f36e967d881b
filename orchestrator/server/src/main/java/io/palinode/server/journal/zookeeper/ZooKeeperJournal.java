package io.palinode.server.journal.zookeeper;

import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.DoneSegment;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.StoredKey;
import io.palinode.server.journal.StoredSaga;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A shard's journal in ZooKeeper, in one session.
 *
 * <ul>
 *   <li>Every batch is one transaction that begins with the head, so it passes the fence or fails
 *       as a whole. {@link ShardPaths} says where things are, {@link Takeover} how the fence moves.
 *   <li>There is no retry policy. {@link BatchPipeline} sends a batch again as it was, and says
 *       {@link AppendOutcome.Committed} only of what it knows.
 *   <li>A saga's lock is an ephemeral child of its log znode, {@code e<epoch>-lock-0000000000}.
 *       Curator's {@code InterProcessMutex} on the log's path waits for it like for one of its own,
 *       and no saga needs a second znode that outlives its session. A tool must look for the log
 *       first: on a path that does not exist the mutex would make an empty log.
 *   <li>A log that somebody else holds or waits for cannot be removed; the batch is refused.
 * </ul>
 *
 * <p>Called by the shard's thread. Outcomes come from ZooKeeper's event thread, from the timer's,
 * or from within {@link #append}.
 */
public final class ZooKeeperJournal implements ShardJournal {
  private final ZooKeeper session;
  private final ShardPaths paths;
  private final ScheduledExecutorService timer;
  private final Consumer<ZooKeeper> layout;
  private @Nullable SessionLocks locks;
  private @Nullable BatchPipeline pipeline;

  /**
   * A journal that nobody has taken over yet.
   *
   * @param session the handle that won the race; the journal does not close it
   * @param timer runs the short looks after a lost connection; may serve every shard
   */
  public ZooKeeperJournal(
      ZooKeeper session, String namespace, int shard, ScheduledExecutorService timer) {
    this(session, namespace, shard, timer, anyLayout -> {});
  }

  /**
   * A journal that nobody has taken over yet.
   *
   * @param session the handle that won the race; the journal does not close it
   * @param timer runs the short looks after a lost connection; may serve every shard
   * @param layout asked in the session before each takeover; throws if the shards are not those
   *     that this node knows, as after a change of their number that the node slept through
   */
  public ZooKeeperJournal(
      ZooKeeper session,
      String namespace,
      int shard,
      ScheduledExecutorService timer,
      Consumer<ZooKeeper> layout) {
    this.session = session;
    this.layout = layout;
    this.paths = ShardPaths.of(namespace, shard);
    this.timer = timer;
  }

  @Override
  public Head takeOver(String owner) {
    if (pipeline != null) {
      pipeline.requireIdle();
    }
    layout.accept(session);
    Fence fence = new Takeover(session, paths).by(owner);
    if (pipeline == null) {
      locks = new SessionLocks(paths, fence.head().epoch());
      pipeline = new BatchPipeline(session, paths, locks, timer);
    }
    pipeline.open(fence);
    return fence.head();
  }

  @Override
  public void load(Consumer<StoredSaga> each) {
    if (locks == null) {
      throw new BrokenInvariant("A shard is read before it is taken over.");
    }
    Set<String> stillLocked = new HashSet<>();
    SessionLocks held = locks;
    new ShardReader(session)
        .children(
            paths.buckets(),
            (sagaId, log, version) -> {
              boolean locked = held.holds(sagaId);
              if (locked) {
                stillLocked.add(sagaId);
              }
              each.accept(new StoredSaga(sagaId, log, version, locked));
            });
    held.keepOnly(stillLocked);
  }

  @Override
  public void loadKeys(Consumer<StoredKey> each) {
    new ShardReader(session)
        .children(
            paths.keyBuckets(),
            (name, content, version) ->
                each.accept(new StoredKey(KeyName.address(name), content, version)));
  }

  @Override
  public void loadDone(Consumer<DoneSegment> each) {
    new ShardReader(session).done(paths, each);
  }

  @Override
  public void append(Batch batch, Consumer<AppendOutcome> outcome) {
    if (pipeline == null) {
      throw new BrokenInvariant("A shard is written before it is taken over.");
    }
    pipeline.submit(batch, outcome);
  }
}
