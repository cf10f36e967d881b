package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.core.Decision;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaState;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Topics;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.DoneSegment;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.Owed;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchDraftTest {
  private static final int LARGE_DATA = 56 * 1024;

  private final BatchDraft draft =
      new BatchDraft(7, InputPosition.BEGINNING, 0, new BatchSize(ShardRig.TOPICS));

  @Test
  void shouldBeFullOnceItTouchesAsManySagasAsABatchMay() {
    for (int i = 0; i < Batch.MAX_WRITES - 1; i++) {
      start("saga-" + i, 1);
    }
    assertThat(draft.isFull()).isFalse();

    draft.remove(Standing.completed("ended"));

    assertThat(draft.isFull()).isTrue();
    assertThat(seal().writes()).hasSize(Batch.MAX_WRITES);
  }

  @Test
  void shouldBeFullWhileOneMoreLogStillFits() {
    int sagas = 0;
    while (!draft.isFull()) {
      start("saga-" + sagas++, LARGE_DATA);
    }

    int bytes = seal().writes().stream().mapToInt(write -> log(write).length).sum();
    assertThat(sagas).isEqualTo(3);
    assertThat(bytes).isLessThan(Batch.MAX_BYTES - BatchDraft.MAX_LOG_BYTES + LARGE_DATA + 1_024);
  }

  @Test
  void shouldHaveRoomForTheGreatestLogWhateverItHasTakenBefore() {
    Topics longest = new Topics("n".repeat(64));
    int sagas = Batch.MAX_WRITES - 1;
    BatchDraft tried = withSagas(sagas, longest);
    while (tried.isFull()) {
      tried = withSagas(--sagas, longest);
    }

    tried.rewrite(ofSize("greatest", BatchDraft.MAX_LOG_BYTES));

    byte[] segment = new byte[DoneSegment.MAX_ENTRIES * Long.BYTES];
    var done =
        new DoneWindow.Change(
            List.of(new DoneSegment(1, segment, false), new DoneSegment(2, segment, true)),
            List.of());
    assertThat(sagas).isGreaterThan(100);
    assertThat(bytes(tried.seal(Head.NEW, done, saga -> true), longest))
        .isBetween(Batch.MAX_BYTES * 9 / 10, Batch.MAX_BYTES);
  }

  private static BatchDraft withSagas(int sagas, Topics topics) {
    BatchDraft draft = new BatchDraft(7, InputPosition.BEGINNING, 0, new BatchSize(topics));
    for (int i = 0; i < sagas; i++) {
      draft.rewrite(ofSize("saga-%03d-%s".formatted(i, "x".repeat(119)), 200));
    }
    return draft;
  }

  private static LiveSaga ofSize(String sagaId, int bytes) {
    return LiveSaga.vanished(Standing.MACHINE, Standing.start(sagaId, 1).state(), new byte[bytes]);
  }

  /** As the journal counts them: contents, and the paths of logs, locks and segments. */
  private static int bytes(Batch batch, Topics topics) {
    int bytes = 1_000;
    for (SagaWrite write : batch.writes()) {
      String path = "/" + topics.namespace() + "/shards/000/log/3f/" + write.sagaId();
      bytes += log(write).length + 2 * path.length() + "/e1234567890-lock-0000000000".length();
    }
    for (DoneSegment segment : batch.done()) {
      bytes += segment.content().length + 100;
    }
    return bytes;
  }

  @Test
  void shouldWriteASagaOnceWhateverManyDecisionsItTakes() {
    LiveSaga saga = start("saga", 1);
    Decision next = reply(saga, Orders.RESERVE_STOCK);
    draft.append(saga, next, Owed.NOTHING, 0, 2_000);

    List<SagaWrite> writes = seal().writes();

    assertThat(writes).hasSize(1);
    assertThat(EntryCodec.decode(log(writes.get(0))))
        .extracting(JournalEntry::batch, JournalEntry::at)
        .containsExactly(tuple(7L, 1_000L), tuple(7L, 2_000L));
    assertThat(Journaled.fold("saga", log(writes.get(0)))).isEqualTo(next.state());
  }

  @Test
  void shouldCountTheLinesOfASagaThatItHasAlready() {
    LiveSaga saga = start("saga", LARGE_DATA);
    start("other", LARGE_DATA);
    assertThat(draft.isFull()).isFalse();

    for (int i = 0; i < 100 && !draft.isFull(); i++) {
      draft.append(saga, sized(saga.state(), 1), Owed.NOTHING, 0, 2_000);
    }

    assertThat(draft.isFull()).isTrue();
  }

  @Test
  void shouldCompactALogThatGrowsTooLong() {
    LiveSaga saga = start("saga", LARGE_DATA);
    SagaState next = reply(saga, Orders.RESERVE_STOCK).state();
    draft.append(saga, sized(saga.state(), LARGE_DATA), Owed.NOTHING, 0, 2_000);
    draft.append(saga, sized(next, LARGE_DATA), Owed.NOTHING, 0, 2_000);

    assertThat(saga.log().length).isLessThan(LARGE_DATA + 1_024);
    assertThat(EntryCodec.decode(saga.log())).extracting(JournalEntry::batch).containsExactly(7L);
    assertThat(Journaled.fold("saga", saga.log())).isEqualTo(saga.state()).isEqualTo(next);
  }

  @Test
  void shouldWriteASagaAsItIsWithoutAnEntryThatSaysNothing() {
    LiveSaga saga = start("saga", 1);
    byte[] before = saga.log();

    draft.rewrite(saga);

    assertThat(seal().writes()).hasSize(1);
    assertThat(saga.log()).isEqualTo(before);
  }

  @Test
  void shouldAskForALockOnlyWhereThereIsNoneAndRoomForOne() {
    LiveSaga first = start("first", 1);
    start("second", 1);
    Batch one = draft.seal(Head.NEW, DoneWindow.Change.NONE, saga -> saga.id().equals("first"));
    BatchDraft later =
        new BatchDraft(8, InputPosition.BEGINNING, 0, new BatchSize(ShardRig.TOPICS));
    later.append(first, reply(first, Orders.RESERVE_STOCK), Owed.NOTHING, 0, 2_000);
    Batch two =
        later.seal(
            Head.NEW,
            DoneWindow.Change.NONE,
            saga -> {
              throw new AssertionError("It has its lock.");
            });

    assertThat(one.writes())
        .extracting(SagaWrite::lock)
        .containsExactly(SagaLock.ACQUIRE, SagaLock.NONE);
    assertThat(two.writes()).extracting(SagaWrite::lock).containsExactly(SagaLock.CHECK);
  }

  @Test
  void shouldWaitForEveryForward() {
    Sending.Forward record = new Sending.Forward("topic", Orders.start("a"));
    draft.forwarding(record);
    draft.forwarding(record);
    assertThat(draft.waitsForForwards()).isTrue();
    draft.forwarded();
    assertThat(draft.waitsForForwards()).isTrue();
    draft.forwarded();
    assertThat(draft.waitsForForwards()).isFalse();
  }

  @Test
  void shouldBeEmptyWhenNothingButTheHeadWouldChange() {
    draft.position(new InputPosition(5, 5));
    assertThat(draft.isEmpty()).isTrue();

    draft.remove(Standing.completed("ended"));
    assertThat(draft.isEmpty()).isFalse();
  }

  private LiveSaga start(String sagaId, int dataBytes) {
    Decision decision = Standing.start(sagaId, dataBytes);
    LiveSaga saga = Standing.starting(decision);
    draft.append(saga, decision, Owed.NOTHING, 0, 1_000);
    return saga;
  }

  private Batch seal() {
    return draft.seal(Head.NEW, DoneWindow.Change.NONE, saga -> false);
  }

  private static Decision reply(LiveSaga saga, String step) {
    var input = new Replied(step, Direction.ACTION, 1, new Succeeded(Payload.NONE));
    return Standing.MACHINE.decide(saga.state(), input, 2_000);
  }

  /** A decision that leads to this state; of its events only the size matters. */
  private static Decision sized(SagaState state, int dataBytes) {
    Decision size = Standing.start("saga", dataBytes);
    return new Decision(state, size.events(), size.effects());
  }

  private static byte[] log(SagaWrite write) {
    return write instanceof SagaWrite.Create created
        ? created.log()
        : ((SagaWrite.Append) write).log();
  }
}
