package io.palinode.server.bootstrap;

import io.palinode.server.runtime.ShardSettings;
import io.palinode.server.runtime.SignalLimits;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import io.palinode.settings.Setting;
import io.palinode.settings.SettingRegistry;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of an orchestrator, which are those of participants and clients and some more.
 *
 * <p>Every {@code kafka.*} key goes to every Kafka client without the prefix.
 *
 * <p>Immutable.
 */
public record OrchestratorSettings(ClientSettings shared) {

  /** What a saga's lock excludes; see {@link #LOCK_MODE}. */
  public enum LockMode {
    SAGA,
    SHARD
  }

  /** How commands and reports go out; see {@link #PUBLISH_MODE}. */
  public enum PublishMode {
    IDEMPOTENT,
    TRANSACTIONAL
  }

  public static final Setting<Integer> SHARDS =
      Setting.number(
          "saga.shards",
          8,
          1,
          1_000,
          "Shards of the namespace, fixed when it is first used; the command `reshard` adds more. Its topics have as many partitions.");

  public static final Setting<String> ZOOKEEPER =
      Setting.required(
          "saga.zookeeper.connect", "ZooKeeper servers, as `host:port`, joined by commas.");

  public static final Setting<Duration> SESSION_TIMEOUT =
      Setting.duration(
          "saga.zookeeper.session.timeout",
          Duration.ofSeconds(6),
          Duration.ofMillis(500),
          Duration.ofMinutes(5),
          "How long a silent orchestrator keeps its shards. A killed one is replaced when it is over and the servers have noticed, within a tick of theirs.");

  public static final Setting<LockMode> LOCK_MODE =
      Setting.choice(
          "saga.lock.mode",
          LockMode.SAGA,
          "Whether each saga holds a lock of its own beside its shard's fence, so that one saga can be taken away from its owner.");

  public static final Setting<Integer> DONE_WINDOW =
      Setting.number(
          "saga.done.window",
          ShardSettings.DEFAULT_DONE_WINDOW,
          512,
          10_000_000,
          "How many ended sagas each shard remembers at least, so that a repeated start is not a second saga. The same for all nodes: a node with less forgets what another still knew.");

  public static final Setting<Duration> SIGNALS_KEPT_FOR =
      Setting.duration(
          "saga.signals.kept.for",
          SignalLimits.USUAL.keptFor(),
          Duration.ofSeconds(1),
          Duration.ofDays(30),
          "How long a signal is kept that no saga waits for, and how long the id of one that was taken is remembered.");

  public static final Setting<Integer> SIGNALS_KEPT =
      Setting.number(
          "saga.signals.kept",
          SignalLimits.USUAL.mostKept(),
          1,
          200,
          "How many signals that no saga waits for are kept for one key; together they are at most 128 KiB.");

  public static final Setting<PublishMode> PUBLISH_MODE =
      Setting.choice(
          "saga.publish.mode",
          PublishMode.IDEMPOTENT,
          "Whether each shard's records go out in transactions, so that Kafka too keeps out an owner that was deposed. Needs `transaction.version` 2. To be the same for all nodes, but for the time in which it is changed one node after the other.");

  public static final Setting<Integer> LINGER =
      Setting.number(
          "saga.publish.linger.ms",
          0,
          0,
          1_000,
          "How long a command waits for others to share its batch, in milliseconds.");

  public static final Setting<Integer> LOCAL_THREADS =
      Setting.number(
          "saga.local.threads",
          16,
          1,
          1_000,
          "How many local steps run at a time on a node. More than these wait, and their timeouts count from when they begin.");

  public static final Setting<Duration> DRAIN =
      Setting.duration(
          "saga.orchestrator.drain",
          Duration.ofSeconds(20),
          Duration.ZERO,
          Duration.ofHours(1),
          "How long a close waits for what is on its way.");

  /** Every key, for reading and for the documentation. */
  public static final SettingRegistry KEYS =
      ClientSettings.KEYS.with(
          SHARDS,
          ZOOKEEPER,
          SESSION_TIMEOUT,
          LOCK_MODE,
          DONE_WINDOW,
          SIGNALS_KEPT_FOR,
          SIGNALS_KEPT,
          PUBLISH_MODE,
          LINGER,
          LOCAL_THREADS,
          DRAIN);

  /**
   * Reads settings from text by key, or from a {@link java.util.Properties}.
   *
   * @throws InvalidSettings naming every fault
   */
  public static OrchestratorSettings of(Map<?, ?> raw) {
    return new OrchestratorSettings(new ClientSettings(KEYS.read(raw)));
  }

  /** The value of one setting. */
  public <T> T get(Setting<T> setting) {
    return shared.get(setting);
  }
}
