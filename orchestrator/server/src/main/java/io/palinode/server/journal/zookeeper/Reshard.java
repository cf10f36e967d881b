package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.Head;
import io.palinode.server.journal.ShardLost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;

/**
 * Moves what a namespace has in ZooKeeper to another number of shards.
 *
 * <ol>
 *   <li>{@link #seal} writes the plan and takes every old head away, in one transaction. Without a
 *       head no shard can be written or taken over, and with a plan no node starts.
 *   <li>{@link #requireNoOwner} after that sees whoever was at it at that moment; whoever comes
 *       later finds the plan.
 *   <li>{@link #moveSagas} moves each log and each business key in one transaction, so each is in
 *       one shard at any moment.
 *   <li>{@link #copyWindows} writes the windows of ended sagas anew, while the old ones stand.
 *   <li>{@link #dropOldWindows} takes those away.
 *   <li>{@link #finish} writes the new heads and the new number, and takes the plan away, in one
 *       transaction.
 * </ol>
 *
 * <p>Each step may be interrupted anywhere and done again. Used by one thread; blocks. Every method
 * throws {@link ShardLost} if ZooKeeper goes away, {@link ReshardRefused} if something is in the
 * way, and {@link NamespaceMismatch} if the namespace is not the one that is meant.
 */
public final class Reshard {
  /** The largest number of shards. */
  public static final int MAX_SHARDS = 1_000;

  private final NamespaceMeta meta;
  private final BlockingSession session;
  private final String namespace;

  /**
   * A change of the number of shards to that of the given meta.
   *
   * @param session is not closed
   */
  public Reshard(NamespaceMeta meta, ZooKeeper session) {
    this.meta = meta;
    this.session = new BlockingSession(session);
    this.namespace = meta.topics().namespace();
  }

  /** True if the namespace has that number of shards, and no change is under way. */
  public boolean isDone() {
    return plan().isEmpty() && made() == meta.shards();
  }

  /**
   * The number of shards before the change, which is not {@linkplain #isDone done} yet.
   *
   * @throws ReshardRefused if the number cannot be changed to the one that is wanted
   */
  public int from() {
    Optional<ReshardPlan> plan = plan();
    int from = plan.map(ReshardPlan::from).orElseGet(this::made);
    int to = meta.shards();
    if (plan.isPresent() && plan.get().to() != to) {
      throw refused(
          "is on its way from %d shards to %d. Finish that first: --to %d."
              .formatted(from, plan.get().to(), plan.get().to()));
    }
    if (to < 1 || to > MAX_SHARDS) {
      throw refused("cannot have %d shards: 1 to %,d are possible.".formatted(to, MAX_SHARDS));
    }
    if (to < from) {
      throw refused(
          "has %d shards, and their number can only grow: Kafka takes no partitions away from a topic, and clients would go on to send to those that nobody reads. Choose another namespace for fewer."
              .formatted(from));
    }
    return from;
  }

  /**
   * Returns if no orchestrator runs.
   *
   * @throws ReshardRefused naming those that do
   */
  public void requireNoOwner() {
    String running = RunningNodes.sentence(session, namespace);
    if (!running.isEmpty()) {
      throw refused(running);
    }
  }

  /** Writes the plan and takes the old heads away, unless that was done before. */
  public void seal() {
    if (plan().isPresent()) {
      return;
    }
    int from = made();
    List<Head> heads = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    long segment = 0;
    for (int shard = 0; shard < from; shard++) {
      ShardPaths paths = paths(shard);
      Optional<BlockingSession.Znode> head = session.read(paths.head());
      heads.add(head.map(znode -> HeadCodec.read(znode.data())).orElse(Head.NEW));
      head.ifPresent(znode -> ops.add(Op.delete(paths.head(), znode.version())));
      for (String number : session.children(paths.done())) {
        segment = Math.max(segment, Long.parseLong(number) + 1);
      }
    }
    ReshardPlan plan = ReshardPlan.begin(heads, meta.shards(), segment);
    ops.add(0, ShardZnodes.create(planPath(), ReshardPlanCodec.write(plan)));
    session.commit("begin, since somebody else is at work in the namespace", ops);
  }

  /**
   * Moves the live sagas and the business keys, and makes the new shards' znodes.
   *
   * @param afterEach told after each old shard
   */
  public void moveSagas(Runnable afterEach) {
    ReshardPlan plan = sealed();
    IntStream.range(0, plan.to()).forEach(shard -> session.makeShard(paths(shard)));
    for (int shard = 0; shard < plan.from(); shard++) {
      LogMoves.of(session, paths(shard)).to(plan.to(), this::paths);
      afterEach.run();
    }
  }

  /**
   * Gives each new shard the ended sagas that may be its own.
   *
   * @param afterEach told after each new shard
   */
  public void copyWindows(Runnable afterEach) {
    ReshardPlan plan = sealed();
    WindowCopies copies = new WindowCopies(session, plan, this::paths);
    for (int shard = 0; shard < plan.to(); shard++) {
      copies.copyTo(shard);
      afterEach.run();
    }
  }

  /**
   * Takes away the old windows of ended sagas that were copied.
   *
   * @param afterEach told after each old shard
   */
  public void dropOldWindows(Runnable afterEach) {
    ReshardPlan plan = sealed();
    WindowCopies copies = new WindowCopies(session, plan, this::paths);
    for (int shard = 0; shard < plan.from(); shard++) {
      copies.dropOldOf(shard);
      afterEach.run();
    }
  }

  /** Gives the new shards their heads, and the namespace its new number. */
  public void finish() {
    ReshardPlan plan = sealed();
    BlockingSession.Znode made = requiredMeta();
    List<Op> ops = new ArrayList<>();
    for (int shard = 0; shard < plan.to(); shard++) {
      ops.add(ShardZnodes.create(paths(shard).head(), HeadCodec.write(plan.head(shard))));
    }
    ops.add(Op.setData(meta.path(), meta.resized(made.data()), made.version()));
    ops.add(Op.delete(planPath(), -1));
    session.commit("finish", ops);
  }

  private Optional<ReshardPlan> plan() {
    return session.read(planPath()).map(znode -> ReshardPlanCodec.read(znode.data()));
  }

  private ReshardPlan sealed() {
    return plan().orElseThrow(() -> refused("has no plan of a new number of shards any more."));
  }

  private int made() {
    return meta.shardsMade(requiredMeta().data());
  }

  private BlockingSession.Znode requiredMeta() {
    return session
        .read(meta.path())
        .orElseThrow(
            () ->
                refused(
                    "does not exist in this ZooKeeper. Look at saga.zookeeper.connect and saga.namespace."));
  }

  private String planPath() {
    return ShardPaths.plan(namespace);
  }

  private ShardPaths paths(int shard) {
    return ShardPaths.of(namespace, shard);
  }

  private ReshardRefused refused(String why) {
    return new ReshardRefused("The namespace '%s' %s".formatted(namespace, why));
  }
}
