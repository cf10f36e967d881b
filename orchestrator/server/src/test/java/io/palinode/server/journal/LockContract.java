package io.palinode.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.AppendOutcome.Refused;
import io.palinode.server.journal.AppendOutcome.Skipped;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal writes nothing about a saga that is not as its owner believes, lock and all. */
interface LockContract extends JournalUnderTest {
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

  @ParameterizedTest
  @EnumSource
  default void shouldRefuseABatchWhoseSagaIsNotWhatItsOwnerBelieves(Meddling meddling) {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE), create("b", "b1"));
    List<String> before = meddleWithA(meddling, shard);
    Head head = storedHead();
    Outcomes outcomes = new Outcomes();

    shard.send(outcomes, append("b", "b1b2", 0), append("a", "a1a2", 0, SagaLock.CHECK));
    shard.send(outcomes, append("b", "b1b2b3", 1));

    assertThat(outcomes.await(2)).containsExactly(new Refused("a", meddling.why), new Skipped());
    assertThat(shard.sagas()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(storedHead()).isEqualTo(head);
  }

  @Test
  default void shouldWriteAgainAfterARefusalOnceTheShardIsTakenOverAgain() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE), create("b", "b1", SagaLock.ACQUIRE));
    breakLock("a");
    assertThat(shard.write(append("a", "a1a2", 0, SagaLock.CHECK))).isInstanceOf(Refused.class);
    assertThat(shard.write(append("b", "b1b2", 0, SagaLock.CHECK))).isEqualTo(new Skipped());

    OwnedShard again = takeOver(shard.owner);
    again.commit(
        append("a", "a1a2", 0, SagaLock.ACQUIRE), append("b", "b1b2", 0, SagaLock.ACQUIRE));
    again.commit(append("a", "a1a2a3", 1, SagaLock.CHECK), append("b", "", 1, SagaLock.RELEASE));

    assertThat(again.epoch).isEqualTo(2);
    assertThat(again.sagas()).containsExactlyInAnyOrder("a=a1a2a3@2", "b=@2");
  }

  @Test
  default void shouldNotLetGoOfALockThatIsGone() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE));
    breakLock("a");

    assertThat(shard.write(append("a", "a1a2", 0, SagaLock.RELEASE)))
        .isEqualTo(new Refused("a", "its lock is gone."));
    assertThat(shard.sagas()).containsExactly("a=a1@0");
  }

  @Test
  default void shouldSayWhichLocksTheSessionStillHolds() {
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
  default void shouldLockAnewTheSagasWhoseLogsVanishedWithTheirLocks() {
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
  default void shouldNotRemoveASagaWhoseLogSomebodyHasChanged() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"));
    changeLog("a", "other");

    assertThat(shard.write(remove("a", 0))).isEqualTo(new Refused("a", Meddling.LOG_CHANGED.why));
    assertThat(shard.sagas()).containsExactly("a=other@1");
  }

  @Test
  default void shouldNotRemoveASagaThatAnotherSessionHasLocked() {
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

  private List<String> meddleWithA(Meddling meddling, OwnedShard shard) {
    switch (meddling) {
      case LOG_VANISHED -> deleteLog("a");
      case LOG_CHANGED -> changeLog("a", "other");
      case LOCK_BROKEN -> breakLock("a");
    }
    return shard.sagas();
  }
}
