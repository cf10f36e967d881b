package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite.Append;
import io.palinode.server.journal.SagaWrite.Create;
import io.palinode.server.journal.SagaWrite.Remove;
import io.palinode.server.journal.StoredSaga;
import org.junit.jupiter.api.Test;

class LiveSagaTest {
  private static final byte[] NOTHING = new byte[0];

  @Test
  void shouldCreateThenAppendThenLeaveUnderConsecutiveVersions() {
    LiveSaga saga = Standing.starting(Standing.start("a", 1));

    assertThat(saga.isUnwritten()).isTrue();
    assertThat(saga.write(true)).isEqualTo(new Create("a", saga.log(), SagaLock.ACQUIRE));
    assertThat(saga.write(false)).isEqualTo(new Append("a", saga.log(), 0, SagaLock.CHECK));
    assertThat(saga.write(true)).isEqualTo(new Append("a", saga.log(), 1, SagaLock.CHECK));
    assertThat(saga.removal()).isEqualTo(new Remove("a", 2));
  }

  @Test
  void shouldGoOnFromTheVersionThatTheJournalHas() {
    LiveSaga saga = loadedAt(5);

    assertThat(saga.write(false)).isEqualTo(new Append("a", NOTHING, 5, SagaLock.NONE));
    assertThat(saga.write(true)).isEqualTo(new Append("a", NOTHING, 6, SagaLock.ACQUIRE));
    assertThat(saga.removal()).isEqualTo(new Remove("a", 7));
  }

  @Test
  void shouldLetGoOfItsLockInTheWriteThatEndsIt() {
    LiveSaga saga = loaded(new StoredSaga("a", NOTHING, 5, true), SagaStatus.COMPLETED);

    assertThat(saga.wantsLock()).isFalse();
    assertThat(saga.write(false)).isEqualTo(new Append("a", NOTHING, 5, SagaLock.RELEASE));
    assertThat(saga.write(true)).isEqualTo(new Append("a", NOTHING, 6, SagaLock.NONE));
  }

  @Test
  void shouldEndWithoutALockThatItNeverTook() {
    LiveSaga saga = loaded(new StoredSaga("a", NOTHING, 3, false), SagaStatus.COMPENSATED);

    assertThat(saga.wantsLock()).isFalse();
    assertThat(saga.write(true)).isEqualTo(new Append("a", NOTHING, 3, SagaLock.NONE));
  }

  @Test
  void shouldWriteAVanishedLogAnew() {
    LiveSaga known = loadedAt(5);
    LiveSaga saga = LiveSaga.vanished(Standing.MACHINE, known.state(), NOTHING);

    assertThat(saga.write(true)).isEqualTo(new Create("a", NOTHING, SagaLock.ACQUIRE));
  }

  @Test
  void shouldLeaveOnceOnly() {
    LiveSaga saga = loadedAt(1);

    assertThat(saga.leave()).isTrue();
    assertThat(saga.leave()).isFalse();
  }

  @Test
  void shouldCheckTheLockThatItsSessionHoldsAlready() {
    LiveSaga saga = loaded(new StoredSaga("a", NOTHING, 5, true), SagaStatus.RUNNING);

    assertThat(saga.write(false)).isEqualTo(new Append("a", NOTHING, 5, SagaLock.CHECK));
  }

  @Test
  void shouldBeDurableOnceTheJournalHasIt() {
    LiveSaga saga = Standing.starting(Standing.start("a", 1));
    saga.write(false);
    assertThat(saga.isDurable()).isFalse();

    saga.committed();
    assertThat(saga.isDurable()).isTrue();
    assertThat(loadedAt(1).isDurable()).isTrue();
  }

  private static LiveSaga loadedAt(int version) {
    return loaded(new StoredSaga("a", NOTHING, version, false), SagaStatus.RUNNING);
  }

  private static LiveSaga loaded(StoredSaga stored, SagaStatus status) {
    return LiveSaga.loaded(stored, Standing.ended("a", status).state(), Standing.MACHINE);
  }
}
