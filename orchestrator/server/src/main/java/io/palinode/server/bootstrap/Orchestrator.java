package io.palinode.server.bootstrap;

import io.palinode.message.PayloadCodec;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.coordination.ShardElection;
import io.palinode.server.runtime.Checkpoint;
import io.palinode.server.runtime.Definitions;
import io.palinode.server.runtime.Shard;
import io.palinode.server.runtime.ShardCounters;
import io.palinode.server.runtime.ShardPorts;
import io.palinode.server.runtime.ShardRunner;
import io.palinode.server.runtime.ShardSettings;
import io.palinode.server.runtime.SignalLimits;
import io.palinode.server.runtime.spread.Deference;
import io.palinode.server.runtime.spread.FairShare;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One orchestrator node: races for every shard of its namespace, and runs those that it wins.
 *
 * <pre>{@code
 * try (Orchestrator orchestrator = Orchestrator.start(settings, List.of(placeOrder))) {
 *   ...
 * }
 * }</pre>
 *
 * <ul>
 *   <li>Any number of nodes may serve one namespace; its shards spread over them. Each must serve
 *       every definition that has live sagas.
 *   <li>A start waits for Kafka and ZooKeeper as long as {@code saga.connect.timeout} says, and
 *       names the address that it waits for.
 *   <li>{@link #close} drains: what is on its way is settled, and each shard's successor need not
 *       wait for a time-out.
 * </ul>
 *
 * <p>Safe for use by any thread. Its threads are no daemons: a process lives on until {@link
 * #close}.
 */
public final class Orchestrator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Orchestrator.class);

  private final OrchestratorSettings settings;
  private final Connections connections;
  private final ShardCounters counters;
  private final LocalPool localSteps;
  private final List<Shard> shards = new ArrayList<>();
  private final List<ShardRunner> runners = new ArrayList<>();
  private @Nullable Starters starters;
  private @Nullable FairShare share;

  private Orchestrator(
      OrchestratorSettings settings, Connections connections, ShardCounters counters) {
    this.settings = settings;
    this.connections = connections;
    this.counters = counters;
    this.localSteps = new LocalPool(settings.get(OrchestratorSettings.LOCAL_THREADS));
  }

  /**
   * Starts a node.
   *
   * @param settings by key, or a {@link java.util.Properties}; see {@link OrchestratorSettings} for
   *     the keys
   * @param definitions what it serves
   * @throws InvalidSettings naming every setting that is missing, unknown or out of range
   * @throws IllegalArgumentException if two definitions have the same name and version
   * @throws io.palinode.server.journal.zookeeper.DefinitionChanged if one was served before under
   *     the same version and was another one; the message tells the difference
   */
  public static Orchestrator start(Map<?, ?> settings, List<SagaDefinition<?>> definitions) {
    return start(OrchestratorSettings.of(settings), definitions, checkpoint -> {});
  }

  /** Starts a node that a fault test watches. */
  static Orchestrator start(
      OrchestratorSettings settings,
      List<SagaDefinition<?>> definitions,
      Checkpoint.Listener checkpoints) {
    return start(
        settings,
        definitions,
        checkpoints,
        (served, owned) -> Starters.begin(settings, served, owned));
  }

  /** Starts a node whose starters a test makes; where it fails nothing of it is left. */
  static Orchestrator start(
      OrchestratorSettings settings,
      List<SagaDefinition<?>> definitions,
      Checkpoint.Listener checkpoints,
      BiFunction<Definitions, IntPredicate, Starters> starting) {
    PayloadCodec codec = new PayloadCodec(settings.get(ClientSettings.PAYLOAD_LIMIT));
    Definitions served = new Definitions(definitions, codec);
    Connections connections = Connections.open(settings, served);
    Orchestrator orchestrator = new Orchestrator(settings, connections, new ShardCounters());
    try {
      orchestrator.race(served.knowing(connections.remembered()), checkpoints);
      orchestrator.starters =
          starting.apply(served, number -> orchestrator.shards.get(number).liveSagas() >= 0);
    } catch (RuntimeException | Error e) {
      orchestrator.closeAfter(e);
      throw e;
    }
    LOG.info(
        "Orchestrator {} serves {} in namespace '{}'.",
        connections.sessions().nodeId(),
        served.names(),
        settings.shared().topics().namespace());
    return orchestrator;
  }

  /** What this node has counted since it started. */
  public ShardCounters counters() {
    return counters;
  }

  /** How many sagas live in the shards that are this node's. */
  public int liveSagas() {
    return shards.stream().mapToInt(shard -> Math.max(0, shard.liveSagas())).sum();
  }

  /** How many shards are this node's now. */
  public int ownedShards() {
    return (int) shards.stream().filter(shard -> shard.liveSagas() >= 0).count();
  }

  /**
   * Drains and lets go of every shard, at most as long as {@code saga.orchestrator.drain}. What is
   * not settled then is the successors' to settle.
   */
  @Override
  public void close() {
    if (share != null && share.leave()) {
      letThemHear();
    }
    if (starters != null) {
      starters.close();
    }
    List<CompletableFuture<?>> stopped = new ArrayList<>();
    shards.forEach(shard -> stopped.add(shard.stop()));
    awaitAll(stopped);
    runners.forEach(ShardRunner::stop);
    localSteps.close();
    connections.close();
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  private void race(Definitions served, Checkpoint.Listener checkpoints) {
    ZooKeeperSessions sessions = connections.sessions();
    ShardPorts ports =
        new ShardPorts(
            connections.feed(),
            connections.publishing().publishers(),
            localSteps,
            new SystemClock(),
            checkpoints);
    ShardSettings each = shardSettings();
    Deference deference = new Deference(sessions.registry(), sessions.nodeId());
    Shard.Node node = new Shard.Node(served, counters, deference::passesOn);
    for (int number = 0; number < each.shards(); number++) {
      ShardRunner runner = new ShardRunner(ports.clock(), this::retire);
      ShardElection election = sessions.election(number);
      shards.add(new Shard(number, each, ports, node, election, runner::wakeUp));
      runners.add(runner);
    }
    FairShare spreading = spreading();
    share = spreading;
    for (int number = 0; number < each.shards(); number++) {
      runners.get(number).start(shards.get(number));
    }
    sessions.registry().join();
    sessions.often(spreading::check);
  }

  private ShardSettings shardSettings() {
    return new ShardSettings(
        settings.shared().topics(),
        settings.get(OrchestratorSettings.SHARDS),
        connections.sessions().nodeId(),
        settings.get(OrchestratorSettings.DONE_WINDOW),
        settings.get(OrchestratorSettings.LOCK_MODE) == OrchestratorSettings.LockMode.SAGA,
        new SignalLimits(
            settings.get(OrchestratorSettings.SIGNALS_KEPT_FOR),
            settings.get(OrchestratorSettings.SIGNALS_KEPT)));
  }

  private FairShare spreading() {
    ZooKeeperSessions sessions = connections.sessions();
    return new FairShare(
        sessions.registry(),
        sessions.nodeId(),
        shards,
        settings.get(OrchestratorSettings.SESSION_TIMEOUT),
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /** One of the shards cannot be run here; the node gets no more of the others. */
  private void retire() {
    if (share != null) {
      share.retire();
    }
  }

  private static void letThemHear() {
    try {
      TimeUnit.MILLISECONDS.sleep(FairShare.HEARD_AFTER.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitAll(List<CompletableFuture<?>> stopped) {
    Duration limit = settings.get(OrchestratorSettings.DRAIN);
    try {
      CompletableFuture.allOf(stopped.toArray(CompletableFuture[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Not everything was settled within {}; the successors settle it.", limit);
    } catch (ExecutionException e) {
      LOG.warn("A shard did not stop cleanly; its successor settles what it left.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
