package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Deposed;
import io.palinode.server.journal.AppendOutcome.Refused;
import io.palinode.server.journal.AppendOutcome.Skipped;
import io.palinode.server.journal.SagaWrite.Append;
import io.palinode.server.journal.SagaWrite.Create;
import io.palinode.server.journal.SagaWrite.Remove;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every journal promises its shard, whatever is behind it.
 *
 * <p>An adapter's test extends this and says how owners join, how their network fails, and how
 * somebody meddles with a saga.
 */
public abstract class ShardJournalContract {
  protected static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Committed COMMITTED = new Committed();
  private static final Skipped SKIPPED = new Skipped();

  /** One owner's journal, and its network. */
  protected interface Owner {
    ShardJournal journal();

    /** What is appended from now on does not reach the journal before {@link #reconnect}. */
    void loseRequests();

    /** What is appended from now on is applied, but its answer is lost. */
    void loseAnswers();

    void reconnect();

    void expire();
  }

  /** A new owner in a session of its own, who has not taken the shard over. */
  protected abstract Owner join();

  protected abstract void deleteLog(String sagaId);

  protected abstract void changeLog(String sagaId, String log);

  protected abstract void breakLock(String sagaId);

  /** The head, read past every owner. */
  protected abstract Head storedHead();

  /** The ways in which a saga can differ from what its owner believes. */
  enum Meddling {
    LOG_VANISHED("its log is gone."),
    LOG_CHANGED("its log was changed by somebody else."),
    LOCK_BROKEN("its lock is gone.");

    private final String why;

    Meddling(String why) {
      this.why = why;
    }
  }

  @Test
  void shouldKeepWhatIsCreatedAppendedAndRemoved() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"), create("b", "b1"), create("c", "c1"));
    shard.commit(append("a", "a1a2", 0), remove("b", 0));
    shard.commit(append("a", "a1a2a3", 1), create("d", "d1"));

    assertThat(shard.sagas()).containsExactlyInAnyOrder("a=a1a2a3@2", "c=c1@0", "d=d1@0");
  }

  @Test
  void shouldGiveASuccessorAHigherEpochAndThePlaceToGoOnFrom() {
    OwnedShard first = takeOver(join());
    first.reach(new InputPosition(17, 4), 1);
    first.commit(create("a", "a1"));
    first.commit();

    Head head = join().journal().takeOver("second");

    assertThat(first.epoch).isEqualTo(1);
    assertThat(head).isEqualTo(new Head(2, 2, "second", new InputPosition(17, 4), 1));
    assertThat(storedHead()).isEqualTo(head);
  }

  @Test
  void shouldKeepAnOlderOwnerFromWriting() {
    OwnedShard older = takeOver(join());
    older.commit(create("a", "a1"));
    OwnedShard newer = takeOver(join());

    assertThat(older.write(create("b", "b1"))).isInstanceOf(Deposed.class);
    assertThat(older.write(create("c", "c1"))).isInstanceOf(Deposed.class);

    assertThat(newer.sagas()).containsExactly("a=a1@0");
    assertThat(storedHead().epoch()).isEqualTo(2);
    assertThatThrownBy(() -> older.owner.journal().takeOver("older")).isInstanceOf(ShardLost.class);
    newer.commit(create("d", "d1"));
  }

  @Test
  void shouldKeepOutBothBatchesThatWereInFlightWhenAnotherTookOver() {
    OwnedShard older = takeOver(join());
    older.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    older.send(outcomes, create("a", "a1"));
    older.send(outcomes, create("b", "b1"));
    OwnedShard newer = takeOver(join());
    older.owner.reconnect();

    assertThat(outcomes.await(2)).hasOnlyElementsOfType(Deposed.class);
    assertThat(newer.sagas()).isEmpty();
    assertThat(storedHead().epoch()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseABatchWhoseSagaIsNotWhatItsOwnerBelieves(Meddling meddling) {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE), create("b", "b1"));
    List<String> before = meddleWithA(meddling, shard);
    Head head = storedHead();
    Outcomes outcomes = new Outcomes();

    shard.send(outcomes, append("b", "b1b2", 0), append("a", "a1a2", 0, SagaLock.CHECK));
    shard.send(outcomes, append("b", "b1b2b3", 1));

    assertThat(outcomes.await(2)).containsExactly(new Refused("a", meddling.why), SKIPPED);
    assertThat(shard.sagas()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(storedHead()).isEqualTo(head);
  }

  @Test
  void shouldWriteAgainAfterARefusalOnceTheShardIsTakenOverAgain() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE), create("b", "b1", SagaLock.ACQUIRE));
    breakLock("a");
    assertThat(shard.write(append("a", "a1a2", 0, SagaLock.CHECK))).isInstanceOf(Refused.class);
    assertThat(shard.write(append("b", "b1b2", 0, SagaLock.CHECK))).isEqualTo(SKIPPED);

    OwnedShard again = takeOver(shard.owner);
    again.commit(
        append("a", "a1a2", 0, SagaLock.ACQUIRE), append("b", "b1b2", 0, SagaLock.ACQUIRE));
    again.commit(append("a", "a1a2a3", 1, SagaLock.CHECK), append("b", "", 1, SagaLock.RELEASE));

    assertThat(again.epoch).isEqualTo(2);
    assertThat(again.sagas()).containsExactlyInAnyOrder("a=a1a2a3@2", "b=@2");
  }

  @Test
  void shouldNotLetGoOfALockThatIsGone() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE));
    breakLock("a");

    assertThat(shard.write(append("a", "a1a2", 0, SagaLock.RELEASE)))
        .isEqualTo(new Refused("a", "its lock is gone."));
    assertThat(shard.sagas()).containsExactly("a=a1@0");
  }

  @Test
  void shouldSayWhichLocksTheSessionStillHolds() {
    OwnedShard shard = takeOver(join());
    shard.commit(
        create("a", "a1", SagaLock.ACQUIRE),
        create("b", "b1", SagaLock.ACQUIRE),
        create("c", "c1", SagaLock.ACQUIRE),
        create("d", "d1"));
    shard.commit(append("c", "c1c2", 0, SagaLock.RELEASE));

    assertThat(locked(takeOver(shard.owner))).containsExactlyInAnyOrder("a", "b");
    assertThat(locked(takeOver(join()))).isEmpty();
  }

  @Test
  void shouldLockAnewTheSagasWhoseLogsVanishedWithTheirLocks() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE), create("b", "b1", SagaLock.ACQUIRE));
    deleteLog("a");
    deleteLog("b");

    OwnedShard again = takeOver(shard.owner);
    assertThat(locked(again)).isEmpty();
    again.commit(create("a", "a1", SagaLock.ACQUIRE), create("b", "b1", SagaLock.ACQUIRE));

    assertThat(locked(takeOver(shard.owner))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void shouldRefuseASagaThatExistsAlready() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"));

    assertThat(shard.write(create("a", "a2")))
        .isEqualTo(new Refused("a", "its log exists already."));
    assertThat(shard.sagas()).containsExactly("a=a1@0");
  }

  @Test
  void shouldNotRemoveASagaWhoseLogSomebodyHasChanged() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"));
    changeLog("a", "other");

    assertThat(shard.write(remove("a", 0))).isEqualTo(new Refused("a", Meddling.LOG_CHANGED.why));
    assertThat(shard.sagas()).containsExactly("a=other@1");
  }

  @Test
  void shouldNotRemoveASagaThatAnotherSessionHasLocked() {
    OwnedShard older = takeOver(join());
    older.commit(create("a", "a1", SagaLock.ACQUIRE));
    OwnedShard newer = takeOver(join());
    newer.commit(append("a", "a1a2", 0, SagaLock.ACQUIRE));
    newer.commit(append("a", "a1a2a3", 1, SagaLock.RELEASE));
    assertThat(newer.write(remove("a", 2))).isInstanceOf(Refused.class);
    older.owner.expire();

    takeOver(newer.owner).commit(remove("a", 2));

    assertThat(newer.sagas()).isEmpty();
  }

  @Test
  void shouldApplyABatchOnceWhoseAnswerIsLost() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseAnswers();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    awaitBatch(1);
    assertThat(outcomes.now()).isEmpty();
    shard.owner.reconnect();

    assertThat(outcomes.await(1)).containsExactly(COMMITTED);
    shard.commit(append("a", "a1a2", 0));
    assertThat(shard.sagas()).containsExactly("a=a1a2@1");
  }

  @Test
  void shouldSettleTwoBatchesInOrderOfWhichOnlyTheFirstWasApplied() {
    OwnedShard shard = takeOver(join());
    Outcomes outcomes = new Outcomes();
    shard.owner.loseAnswers();
    shard.send(outcomes, create("a", "a1"));
    awaitBatch(1);
    shard.owner.loseRequests();
    shard.send(outcomes, append("a", "a1a2", 0));
    shard.owner.reconnect();

    assertThat(outcomes.await(2)).containsExactly(COMMITTED, COMMITTED);
    assertThat(shard.sagas()).containsExactly("a=a1a2@1");
  }

  @Test
  void shouldSendAgainWhatNeverArrived() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    shard.send(outcomes, append("a", "a1a2", 0));
    shard.owner.reconnect();

    assertThat(outcomes.await(2)).containsExactly(COMMITTED, COMMITTED);
    assertThat(shard.sagas()).containsExactly("a=a1a2@1");
  }

  @Test
  void shouldBeDeposedIfAnotherTookOverWhileTheOutcomeWasUnknown() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseAnswers();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    awaitBatch(1);
    OwnedShard successor = takeOver(join());
    shard.owner.reconnect();

    assertThat(outcomes.await(1)).hasOnlyElementsOfType(Deposed.class);
    assertThat(successor.sagas()).containsExactly("a=a1@0");
  }

  @Test
  void shouldBeDeposedWithItsSession() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE));
    shard.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, append("a", "a1a2", 0, SagaLock.CHECK));
    shard.owner.expire();
    shard.owner.reconnect();

    assertThat(outcomes.await(1)).hasOnlyElementsOfType(Deposed.class);
    assertThat(shard.write()).isInstanceOf(Deposed.class);
    assertThat(takeOver(join()).sagas()).containsExactly("a=a1@0");
  }

  @Test
  void shouldLoadThirtyThousandSagas() {
    OwnedShard shard = takeOver(join());
    for (int batch = 0; batch < 150; batch++) {
      int first = batch * 200;
      shard.commit(
          IntStream.range(first, first + 200)
              .mapToObj(number -> create("saga-" + number, "log " + number))
              .toArray(SagaWrite[]::new));
    }

    List<String> loaded = takeOver(join()).sagas();
    assertThat(loaded).hasSize(30_000);
    assertThat(Set.copyOf(loaded))
        .isEqualTo(
            IntStream.range(0, 30_000)
                .mapToObj(number -> "saga-%1$d=log %1$d@0".formatted(number))
                .collect(Collectors.toSet()));
  }

  @Test
  void shouldRememberEndedSagasInSegments() {
    OwnedShard shard = takeOver(join());
    shard.commit(List.of(segment(9, "i", true), segment(10, "j", true)), List.of());
    shard.commit(List.of(segment(10, "jj", false), segment(11, "k", true)), List.of(9L));

    List<String> segments = new ArrayList<>();
    takeOver(join())
        .owner
        .journal()
        .loadDone(read -> segments.add(read.number() + "=" + text(read.content()) + read.fresh()));
    assertThat(segments).containsExactly("10=jjfalse", "11=kfalse");
  }

  @Test
  void shouldKeepTheKeysThatAreCreatedUpdatedAndRemoved() {
    String odd = "lock/customer/a/b%2F:Z\u00fcrich \ud83d\ude00";
    OwnedShard shard = takeOver(join());
    assertThat(
            shard.writeKeys(
                key("lock/customer/a", "a1"), key(odd, "o1"), key("lock/customer/b", "b1")))
        .isEqualTo(COMMITTED);
    assertThat(
            shard.writeKeys(
                key("lock/customer/a", "a2", 0), new KeyWrite.Remove("lock/customer/b", 0)))
        .isEqualTo(COMMITTED);

    assertThat(takeOver(join()).keys())
        .containsExactlyInAnyOrder("lock/customer/a=a2@1", odd + "=o1@0");
  }

  @Test
  void shouldRefuseABatchWhoseKeyIsNotWhatItsOwnerBelieves() {
    OwnedShard shard = takeOver(join());
    shard.writeKeys(key("lock/customer/a", "a1"));

    assertThat(shard.writeKeys(key("lock/customer/b", "b1"), key("lock/customer/a", "a2")))
        .isEqualTo(new Refused("lock/customer/a", "its znode exists already."));
    shard = takeOver(shard.owner);
    assertThat(shard.writeKeys(key("lock/customer/a", "a2", 1)))
        .isEqualTo(new Refused("lock/customer/a", "its znode was changed by somebody else."));
    shard = takeOver(shard.owner);
    assertThat(shard.writeKeys(new KeyWrite.Remove("lock/customer/b", 0)))
        .isEqualTo(new Refused("lock/customer/b", "its znode is gone."));
    assertThat(takeOver(shard.owner).keys()).containsExactly("lock/customer/a=a1@0");
  }

  @Test
  void shouldRefuseWhatIsTooLargeBeforeItIsSent() {
    OwnedShard shard = takeOver(join());
    String tooLong = "x".repeat(SagaWrite.MAX_LOG_BYTES + 1);
    String half = "x".repeat(Batch.MAX_BYTES / 2);

    assertThatThrownBy(() -> shard.write(create("a", tooLong)))
        .isInstanceOf(BrokenInvariant.class)
        .hasMessageContaining("saga a takes 262,145 bytes");
    assertThatThrownBy(() -> shard.write(create("a", half), create("b", half), create("c", "x")))
        .isInstanceOf(BrokenInvariant.class);
    shard.commit(create("a", "x".repeat(SagaWrite.MAX_LOG_BYTES)));
  }

  @Test
  void shouldRefuseAThirdBatchInFlight() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    shard.send(outcomes, create("b", "b1"));

    assertThatThrownBy(() -> shard.send(outcomes, create("c", "c1")))
        .isInstanceOf(BrokenInvariant.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 0", "2, 2"})
  void shouldRefuseABatchThatIsNotTheOwnersNext(long batch, long epoch) {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"));
    Head head = new Head(epoch, batch, "test", InputPosition.BEGINNING, 0);
    Batch outOfTurn = new Batch(head, List.of(create("b", "b1")), List.of(), List.of());

    assertThatThrownBy(() -> shard.owner.journal().append(outOfTurn, outcome -> {}))
        .isInstanceOf(BrokenInvariant.class);
    assertThat(shard.sagas()).containsExactly("a=a1@0");
  }

  private static List<String> locked(OwnedShard shard) {
    List<String> locked = new ArrayList<>();
    shard
        .owner
        .journal()
        .load(
            saga -> {
              if (saga.locked()) {
                locked.add(saga.sagaId());
              }
            });
    return locked;
  }

  private void awaitBatch(long number) {
    Awaitility.await().atMost(PATIENCE).until(() -> storedHead().batch() == number);
  }

  private List<String> meddleWithA(Meddling meddling, OwnedShard shard) {
    switch (meddling) {
      case LOG_VANISHED -> deleteLog("a");
      case LOG_CHANGED -> changeLog("a", "other");
      case LOCK_BROKEN -> breakLock("a");
    }
    return shard.sagas();
  }

  protected static OwnedShard takeOver(Owner owner) {
    return new OwnedShard(owner, owner.journal().takeOver("test"));
  }

  protected static Create create(String sagaId, String log) {
    return create(sagaId, log, SagaLock.NONE);
  }

  protected static Create create(String sagaId, String log, SagaLock lock) {
    return new Create(sagaId, log.getBytes(UTF_8), lock);
  }

  protected static Append append(String sagaId, String log, int version) {
    return append(sagaId, log, version, SagaLock.NONE);
  }

  protected static Append append(String sagaId, String log, int version, SagaLock lock) {
    return new Append(sagaId, log.getBytes(UTF_8), version, lock);
  }

  protected static Remove remove(String sagaId, int version) {
    return new Remove(sagaId, version);
  }

  private static KeyWrite key(String address, String content) {
    return new KeyWrite.Create(address, content.getBytes(UTF_8));
  }

  private static KeyWrite key(String address, String content, int version) {
    return new KeyWrite.Update(address, content.getBytes(UTF_8), version);
  }

  private static DoneSegment segment(long number, String content, boolean fresh) {
    return new DoneSegment(number, content.getBytes(UTF_8), fresh);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
