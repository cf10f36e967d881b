package io.palinode.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each test writes what happens in poll after poll, and then runs the loop to the end of that. */
class RecordLoopTest {
  private static final TopicPartition ZERO = new TopicPartition(ScriptedConsumer.TOPIC, 0);
  private static final TopicPartition ONE = new TopicPartition(ScriptedConsumer.TOPIC, 1);

  private final AtomicLong nanos = new AtomicLong();
  private final ScriptedConsumer consumer = new ScriptedConsumer();
  private final Hands hands = new Hands();
  private Workers workers = new Workers(1, "test");

  /** Handles records as the test says, by their values. */
  private static final class Hands implements RecordHandler {
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> finished = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> slow = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    @Override
    public CompletionStage<?> handle(ConsumerRecord<byte[], byte[]> record) {
      String value = new String(record.value(), UTF_8);
      begun.add(value);
      try {
        slow.getOrDefault(value, new CountDownLatch(0)).await();
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      if (failing.remove(value)) {
        throw new IllegalStateException("Not now.");
      }
      finished.add(value);
      return lost.remove(value)
          ? CompletableFuture.failedFuture(new KafkaException("No."))
          : CompletableFuture.completedFuture(null);
    }

    @Override
    public void flush() {}

    void slowDown(String value) {
      slow.put(value, new CountDownLatch(1));
    }

    void letGoOn(String value) {
      slow.get(value).countDown();
    }

    boolean hasBegun(String... values) {
      return begun.containsAll(List.of(values));
    }

    boolean hasFinished(String... values) {
      return finished.containsAll(List.of(values));
    }
  }

  @AfterEach
  void endWorkers() {
    workers.close();
  }

  @Test
  void shouldCommitWhatIsAnswered() {
    consumer.then(() -> consumer.assign(ZERO, ONE));
    consumer.then(() -> consumer.send(ZERO, 0, "a", "b"));
    consumer.then(() -> consumer.send(ONE, 0, "c"));
    runUntil("a", "b", "c");

    assertThat(hands.begun).containsExactly("a", "b", "c");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 2L, 1, 1L));
  }

  @Test
  void shouldHandleOtherKeysWhileOneIsSlow() {
    workers = new Workers(2, "test");
    hands.slowDown("a");
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "z", "a", "b", "c"));
    consumer.when(() -> hands.hasFinished("b", "c"), () -> consumer.send(ZERO, 4, "d"));
    consumer.when(
        () -> hands.hasFinished("d") && consumer.committedOffsets().equals(Map.of(0, 1L)),
        () -> hands.letGoOn("a"));
    runUntil("a");

    assertThat(hands.finished).containsExactly("z", "b", "c", "d", "a");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 5L));
  }

  @Test
  void shouldKeepTheRecordsOfAKeyInOrder() {
    workers = new Workers(3, "test");
    hands.slowDown("a1");
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a1", "a2"));
    consumer.when(() -> hands.hasBegun("a1"), () -> consumer.send(ZERO, 2, "a3", "b"));
    consumer.when(() -> hands.hasFinished("b"), () -> hands.letGoOn("a1"));
    runUntil("a3");

    assertThat(hands.begun).containsExactly("a1", "b", "a2", "a3");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 4L));
  }

  @Test
  void shouldPollOnWhileItsOnlyWorkerIsBusy() {
    hands.slowDown("a");
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a", "b"));
    consumer.when(() -> hands.hasBegun("a"), () -> consumer.send(ZERO, 2, "c"));
    consumer.when(() -> consumer.position(ZERO) == 3, () -> hands.letGoOn("a"));
    runUntil("c");

    assertThat(hands.begun).containsExactly("a", "b", "c");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 3L));
  }

  @Test
  void shouldPollNoMoreOfAPartitionOfWhichManyBytesWait() {
    String half = "b".repeat((int) OpenRecords.MAX_WAITING / 2);
    hands.slowDown("a");
    consumer.then(() -> consumer.assign(ZERO, ONE));
    consumer.then(() -> consumer.send(ZERO, 0, "a", half));
    consumer.when(() -> hands.hasBegun("a"), () -> consumer.send(ZERO, 2, half));
    consumer.when(() -> consumer.paused().equals(Set.of(ZERO)), () -> hands.letGoOn("a"));
    consumer.when(() -> consumer.paused().isEmpty(), () -> consumer.send(ZERO, 3, "d"));
    runUntil("d");

    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 4L));
  }

  @Test
  void shouldPollNoMoreOfAPartitionThatIsFarAheadOfItsSlowestRecord() {
    workers = new Workers(2, "test");
    hands.slowDown("a");
    consumer.then(() -> consumer.assign(ZERO, ONE));
    consumer.then(() -> consumer.send(ZERO, 0, "a"));
    consumer.then(() -> sendMany(1, OpenRecords.MAX_OPEN - 2));
    consumer.when(
        () -> hands.finished.size() == OpenRecords.MAX_OPEN - 2 && consumer.paused().isEmpty(),
        () -> consumer.send(ZERO, OpenRecords.MAX_OPEN - 1, "b"));
    consumer.when(() -> consumer.paused().equals(Set.of(ZERO)), () -> hands.letGoOn("a"));
    consumer.when(() -> consumer.paused().isEmpty(), () -> {});
    runUntil("a");

    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, (long) OpenRecords.MAX_OPEN));
  }

  @Test
  void shouldLetAPartitionRestThatCannotGoOn() {
    hands.failing.add("a1");
    consumer.then(() -> consumer.assign(ZERO, ONE));
    consumer.then(() -> consumer.send(ZERO, 0, "a1", "a2", "b"));
    consumer.when(() -> hands.hasBegun("a1"), () -> consumer.send(ONE, 0, "c"));
    consumer.when(
        () -> hands.hasFinished("c"), () -> nanos.addAndGet(RecordLoop.REST.toNanos() - 1));
    consumer.then(() -> {});
    consumer.then(() -> assertThat(hands.begun).containsExactly("a1", "c"));
    consumer.then(() -> nanos.addAndGet(1));
    runUntil("a1", "a2", "b");

    assertThat(hands.begun).containsExactly("a1", "c", "a1", "b", "a2");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 3L, 1, 1L));
  }

  @Test
  void shouldHandleARecordAgainWhoseAnswerKafkaDidNotTake() {
    hands.lost.add("a");
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "z", "a", "b"));
    consumer.when(() -> consumer.committedOffsets().equals(Map.of(0, 1L)), () -> {});
    consumer.when(() -> timesBegun("a") == 2 || passes(RecordLoop.REST), () -> {});
    runUntil("b");

    assertThat(hands.begun).startsWith("z", "a").containsOnlyOnce("b");
    assertThat(hands.finished.stream().filter("a"::equals)).hasSize(2);
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 3L));
  }

  @Test
  void shouldFinishAndCommitWhatIsUnderWayBeforeAPartitionGoes() {
    hands.slowDown("a");
    Thread loop = Thread.currentThread();
    consumer.then(() -> consumer.assign(ZERO, ONE));
    consumer.then(() -> consumer.send(ZERO, 0, "a", "b"));
    consumer.when(
        () -> hands.hasBegun("a"),
        () -> {
          var unused =
              CompletableFuture.runAsync(
                  () -> {
                    while (loop.getState() != Thread.State.TIMED_WAITING) {
                      Thread.onSpinWait();
                    }
                    hands.letGoOn("a");
                  });
          consumer.assign(ONE);
        });
    consumer.then(() -> assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 1L)));
    consumer.then(() -> consumer.send(ONE, 0, "c"));
    runUntil("c");

    assertThat(hands.begun).containsExactly("a", "c");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 1L, 1, 1L));
  }

  @Test
  void shouldNotBeginAKeyThatIsStillInHandFromBeforeItsPartitionWasLost() {
    workers = new Workers(2, "test");
    hands.slowDown("a");
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a"));
    consumer.when(
        () -> hands.hasBegun("a"),
        () -> {
          consumer.loseAndGetBack(ZERO);
          consumer.send(ZERO, 0, "a", "b");
        });
    consumer.when(() -> hands.hasFinished("b"), () -> hands.letGoOn("a"));
    consumer.when(() -> hands.finished.size() == 3, () -> {});
    runUntil("a");

    assertThat(hands.begun).containsExactly("a", "b", "a");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void shouldNotCountWhatIsFinishedOfAPartitionThatWasLost() {
    hands.slowDown("a");
    consumer.then(() -> consumer.assign(ZERO, ONE));
    consumer.then(() -> consumer.send(ZERO, 0, "a", "b"));
    consumer.when(
        () -> hands.hasBegun("a"),
        () -> {
          consumer.loseAndGetBack(ZERO);
          hands.letGoOn("a");
        });
    consumer.when(() -> hands.hasFinished("a"), () -> consumer.send(ONE, 0, "c"));
    runUntil("c");

    assertThat(hands.begun).containsExactly("a", "c");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(1, 1L));
  }

  @Test
  void shouldFinishWhatIsInHandAndBeginNothingMoreOnceItIsStopped() {
    hands.slowDown("a");
    List<Set<TopicPartition>> paused = new ArrayList<>();
    RecordLoop loop = loop();
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a", "b"));
    consumer.when(() -> hands.hasBegun("a"), loop::stop);
    consumer.then(() -> {});
    consumer.then(
        () -> {
          paused.add(consumer.paused());
          hands.letGoOn("a");
        });
    loop.run();

    assertThat(hands.begun).containsExactly("a");
    assertThat(paused).containsExactly(Set.of(ZERO));
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 1L));
  }

  @Test
  void shouldGoOnAfterAPollThatFailed() {
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.setPollException(new KafkaException("Not now.")));
    consumer.then(() -> consumer.send(ZERO, 0, "a"));
    runUntil("a");

    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 1L));
  }

  @Test
  void shouldGoOnWithTheOldestRecordsThatAreThereAfterAGap() {
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a"));
    consumer.when(
        () -> hands.hasFinished("a"),
        () -> {
          consumer.updateBeginningOffsets(Map.of(ZERO, 5L));
          consumer.setPollException(new OffsetOutOfRangeException(Map.of(ZERO, 1L)));
        });
    consumer.then(() -> consumer.send(ZERO, 5, "b"));
    runUntil("b");

    assertThat(hands.begun).containsExactly("a", "b");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 6L));
  }

  @Test
  void shouldMakeUpForACommitThatFailed() {
    consumer.failNextCommit();
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a"));
    consumer.when(() -> hands.hasFinished("a"), () -> consumer.send(ZERO, 1, "b"));
    runUntil("b");

    assertThat(hands.begun).containsExactly("a", "b");
    assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void shouldCommitTenTimesASecond() {
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a"));
    consumer.when(
        () -> consumer.committedOffsets().equals(Map.of(0, 1L)), () -> consumer.send(ZERO, 1, "b"));
    consumer.when(
        () -> hands.hasFinished("b"), () -> nanos.addAndGet(CommittedProgress.PAUSE.toNanos() - 1));
    consumer.then(() -> {});
    consumer.then(() -> assertThat(consumer.committedOffsets()).isEqualTo(Map.of(0, 1L)));
    consumer.then(() -> nanos.addAndGet(1));
    consumer.when(() -> consumer.committedOffsets().equals(Map.of(0, 2L)), () -> {});
    runUntil("b");
  }

  @Test
  void shouldEndWhereAHandlerBreaksTheJvm() {
    RecordHandler broken =
        new RecordHandler() {
          @Override
          public CompletionStage<?> handle(ConsumerRecord<byte[], byte[]> record) {
            throw new StackOverflowError();
          }

          @Override
          public void flush() {}
        };
    consumer.then(() -> consumer.assign(ZERO));
    consumer.then(() -> consumer.send(ZERO, 0, "a"));
    RecordLoop loop = new RecordLoop(ScriptedConsumer.TOPIC, consumer, broken, workers, nanos::get);

    assertThatThrownBy(loop::run).isInstanceOf(StackOverflowError.class);
    assertThat(consumer.committedOffsets()).isEmpty();
  }

  private long timesBegun(String value) {
    return hands.begun.stream().filter(value::equals).count();
  }

  /** Lets so much time go by, with each look at it; never true. */
  private boolean passes(Duration time) {
    nanos.addAndGet(time.toNanos());
    return false;
  }

  /** Runs the loop until these are finished and the script is at its end. */
  private void runUntil(String... values) {
    RecordLoop loop = loop();
    consumer.when(() -> hands.hasFinished(values), loop::stop);
    loop.run();
  }

  private RecordLoop loop() {
    return new RecordLoop(ScriptedConsumer.TOPIC, consumer, hands, workers, nanos::get);
  }

  private void sendMany(int offset, int count) {
    String[] values = new String[count];
    Arrays.fill(values, "b");
    consumer.send(ZERO, offset, values);
  }
}
