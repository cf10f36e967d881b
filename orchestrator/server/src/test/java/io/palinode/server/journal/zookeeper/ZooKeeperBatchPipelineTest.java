package io.palinode.server.journal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Deposed;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.zookeeper.ZooKeeper.States;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that come in an order which a network gives only by chance. */
class ZooKeeperBatchPipelineTest {
  private static final ShardPaths PATHS = ShardPaths.of("shop", 0);
  private static final Committed COMMITTED = new Committed();

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<AppendOutcome> told = new CopyOnWriteArrayList<>();
  private ScriptedZooKeeper session;
  private BatchPipeline pipeline;

  @BeforeEach
  void open() throws IOException {
    session = new ScriptedZooKeeper();
    pipeline = new BatchPipeline(session, PATHS, new SessionLocks(PATHS, 7), timer);
    pipeline.open(new Fence(head(7, 0), 2));
  }

  @AfterEach
  void close() throws InterruptedException {
    timer.shutdownNow();
    session.close();
  }

  @Test
  void shouldSendASecondBatchAgainThatOvertookALostOneAndWasFenced() {
    send(1);
    send(2);
    session.lose();
    session.fence();
    assertThat(told).isEmpty();

    awaitSent(2);
    session.apply();
    session.apply();

    assertThat(told).containsExactly(COMMITTED, COMMITTED);
  }

  @Test
  void shouldTellTheFirstBatchFirstThoughTheSecondIsKnownBefore() {
    send(1);
    send(2);
    session.lose();
    session.apply();
    assertThat(told).isEmpty();

    awaitSent(1);
    session.fence();
    session.showHead(HeadCodec.write(head(7, 2)));

    assertThat(told).containsExactly(COMMITTED, COMMITTED);
  }

  @Test
  void shouldHoldBackABatchUntilTheLostOneBeforeItIsSentAgain() {
    session.become(States.CONNECTING);
    send(1);
    session.lose();
    send(2);
    assertThat(session.unanswered()).isZero();

    session.become(States.CONNECTED);
    awaitSent(2);
  }

  @Test
  void shouldSendAgainWhenTheLookUpIsLostToo() {
    send(1);
    session.lose();
    awaitSent(1);
    session.fence();
    session.loseLookUp();

    awaitSent(1);
    session.fence();
    session.showHead(HeadCodec.write(head(7, 1)));

    assertThat(told).containsExactly(COMMITTED);
  }

  @Test
  void shouldBeDeposedWhenTheHeadIsItsOwnButTheBatchIsNotInIt() {
    send(1);
    send(2);
    session.lose();
    session.lose();
    awaitSent(2);
    session.fence();
    session.showHead(HeadCodec.write(head(7, 0)));

    assertThat(told).hasSize(2).hasOnlyElementsOfType(Deposed.class);
  }

  @Test
  void shouldBeDeposedWhenTheSessionEndsWhileABatchWaits() {
    send(1);
    session.become(States.CLOSED);
    session.lose();

    Awaitility.await().untilAsserted(() -> assertThat(told).hasOnlyElementsOfType(Deposed.class));
    assertThat(session.unanswered()).isZero();
  }

  private void send(long batch) {
    pipeline.submit(new Batch(head(7, batch), List.of(), List.of(), List.of()), told::add);
  }

  private void awaitSent(int batches) {
    Awaitility.await().until(() -> session.unanswered() == batches);
  }

  private static Head head(long epoch, long batch) {
    return new Head(epoch, batch, "test", InputPosition.BEGINNING, 0);
  }
}
