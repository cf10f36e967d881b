package io.palinode.server.bootstrap;

import io.palinode.message.PayloadCodec;
import io.palinode.message.Topics;
import io.palinode.saga.ScheduledStart;
import io.palinode.server.coordination.FiringMemory;
import io.palinode.server.coordination.curator.CuratorFiringMemory;
import io.palinode.server.runtime.schedule.FiringTools;
import io.palinode.server.runtime.schedule.Schedules;
import io.palinode.server.transport.kafka.KafkaPublisher;
import io.palinode.settings.ClientSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Lets a node's schedules look at the clock a few times a second, on a thread of its own, with a
 * producer and a session of their own.
 *
 * <p>Safe for use by any thread.
 */
record FiringClock(ScheduledExecutorService thread, KafkaPublisher publisher, FiringMemory memory)
    implements AutoCloseable {
  private static final long TICK_MILLIS = 200;
  private static final Duration LAST_SENDS = Duration.ofSeconds(2);

  static FiringClock start(
      OrchestratorSettings settings, List<ScheduledStart<?>> starts, IntPredicate owned) {
    Topics topics = settings.shared().topics();
    KafkaPublisher publisher = new KafkaPublisher(Connections.clients(settings), 0);
    try {
      publisher.warm(
          List.of(topics.starts(), Topics.deadLetters(topics.starts())),
          Connections.limit(settings));
    } catch (RuntimeException e) {
      publisher.close();
      throw e;
    }
    FiringMemory memory =
        new CuratorFiringMemory(
            settings.get(OrchestratorSettings.ZOOKEEPER),
            topics.namespace(),
            settings.get(OrchestratorSettings.SESSION_TIMEOUT));
    PayloadCodec codec = new PayloadCodec(settings.get(ClientSettings.PAYLOAD_LIMIT));
    Schedules schedules =
        new Schedules(
            starts,
            new FiringTools(topics, codec, publisher, memory),
            settings.get(OrchestratorSettings.SHARDS),
            owned);
    FiringClock clock =
        new FiringClock(
            Executors.newSingleThreadScheduledExecutor(FiringClock::daemon), publisher, memory);
    clock.run(schedules, InstantSource.system());
    return clock;
  }

  private void run(Schedules schedules, InstantSource clock) {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> schedules.tick(clock.instant()), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    publisher.close(LAST_SENDS);
    memory.close();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "palinode-schedules");
    thread.setDaemon(true);
    return thread;
  }
}
