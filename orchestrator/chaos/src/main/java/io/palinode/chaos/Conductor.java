package io.palinode.chaos;

import io.palinode.chaos.check.RunDirectory;
import io.palinode.chaos.check.ShardLine;
import io.palinode.chaos.fault.Diary;
import io.palinode.chaos.fault.Patience;
import io.palinode.chaos.fault.Sabotage;
import io.palinode.chaos.fault.Schedule;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.settings.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Conducts one run: opens the stage, lets load and faults go, waits for the end, and writes down
 * what is left.
 *
 * <p>It judges nothing but that every planned fault happened. For one thread.
 */
final class Conductor {
  /** Sagas that take turns may need longer for all that an outage has piled up, one by one. */
  private static final Duration STANDS_STILL_AFTER = Duration.ofMinutes(3);

  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final Duration BREATH = Duration.ofSeconds(10);

  private final Options options;
  private final RunDirectory directory;
  private final Stage stage;
  private final Diary diary;

  Conductor(Options options, RunDirectory directory, Stage stage, Diary diary) {
    this.options = options;
    this.directory = directory;
    this.stage = stage;
    this.diary = diary;
  }

  /**
   * Runs from begin to end.
   *
   * @throws io.palinode.chaos.fault.FaultNotSeen within another, if a fault did not happen
   */
  void conduct() throws InterruptedException {
    stage.open();
    diary.write("everybody is ready");
    var schedule = Schedule.draw(options.seed(), options.length(), Stage.SESSION);
    try (var load = load()) {
      load.begin();
      var sabotage = Sabotage.begin(schedule, stage.saboteurs(), diary);
      Patience.until(sabotage::failed, options.length());
      sabotage.awaitEnd();
      diary.write("all " + schedule.size() + " faults have happened and are mended");
      blackOut();
      load.stopStarting();
      diary.write("no more sagas are started, after " + load.asked());
      boolean settled = settle(load);
      diary.write(settled ? "every request is answered" : load.open() + " requests are unanswered");
    }
    writeDown();
  }

  /** False if nothing more is answered, although not everything is. */
  private static boolean settle(Load load) throws InterruptedException {
    int open = Integer.MAX_VALUE;
    while (!Patience.until(load::settled, STANDS_STILL_AFTER)) {
      int left = load.open();
      if (left == open) {
        return false;
      }
      open = left;
    }
    return true;
  }

  private void blackOut() throws InterruptedException {
    if (options.outage().isZero()) {
      return;
    }
    for (var blackout : stage.blackouts()) {
      diary.write(blackout.last(options.outage()));
      Patience.pause(BREATH);
    }
  }

  private Load load() {
    var settings =
        Map.of("kafka.bootstrap.servers", stage.kafkaAddress(), "saga.namespace", Stage.NAMESPACE);
    var client = KafkaSagaClient.connect(ClientSettings.of(settings));
    return new Load(client, options, directory);
  }

  private void writeDown() throws InterruptedException {
    try (var remains =
        new Remains(
            stage.kafkaAddress(), stage.zooKeeperAddress(), Stage.NAMESPACE, Stage.SHARDS)) {
      awaitQuiet(remains);
      stage.quieten();
      diary.write("orchestrators and participants have stopped in order");
      remains.copyEvents(directory.events());
      remains.shards().forEach(directory.shards()::append);
      remains.keys().forEach(directory.keys()::append);
    }
  }

  /** Ended sagas leave ZooKeeper a little later than they are reported. */
  private void awaitQuiet(Remains remains) throws InterruptedException {
    long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
    List<ShardLine> before = List.of();
    var now = remains.shards();
    while (System.nanoTime() < deadline
        && !(now.equals(before) && now.stream().allMatch(ShardLine::hasReadAll))) {
      Patience.pause(Duration.ofSeconds(1));
      before = now;
      now = remains.shards();
    }
  }
}
