package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.RESERVE_STOCK;
import static io.palinode.server.runtime.Orders.STOCK;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.rejected;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a shard in which one saga is not as its owner believed. */
class ShardSetAsideTest {
  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldParkTheSagaWhoseLockIsBrokenAndGoOnWithAllOthers() {
    rig.start("a", "b");
    owner.lead().settle();
    rig.journals.breakLock("a");
    rig.reply(succeeded(action("b", RESERVE_STOCK)));
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    rig.start("c");

    owner.settle();

    assertThat(rig.journaled())
        .containsEntry("a", SagaStatus.PARKED)
        .containsEntry("b", SagaStatus.RUNNING)
        .containsEntry("c", SagaStatus.RUNNING);
    assertThat(rig.commands(PAYMENTS)).containsExactly("b/charge-card/action attempt 1 epoch 2");
    assertThat(rig.reports()).containsExactly("a parked");
    assertThat(owner.election.restarts()).isZero();
  }

  @Test
  void shouldKeepItsSessionWhenASecondBatchWasOnItsWay() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.breakLock("a");
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.deliver();
    rig.start("c");
    owner.deliver();
    assertThat(rig.outcomes).hasSize(2);

    owner.commit();
    rig.start("d");
    owner.deliver();
    assertThat(rig.head().epoch()).isEqualTo(1);
    owner.settle();

    assertThat(owner.election.restarts()).isZero();
    assertThat(owner.count(Count.TAKEOVERS)).isEqualTo(2);
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED).containsKeys("c", "d");
    assertThat(rig.commands(STOCK)).filteredOn(sent -> sent.startsWith("c/")).hasSize(1);
  }

  @Test
  void shouldWriteAVanishedLogAgainFromMemoryAndParkItsSaga() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.deleteLog("a");
    rig.reply(succeeded(action("a", RESERVE_STOCK)));

    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
    assertThat(rig.reports()).containsExactly("a parked");
    assertThat(rig.commands(PAYMENTS)).isEmpty();

    rig.owner().lead().settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
  }

  @Test
  void shouldReportASagaThatEndsJustWhenItsLogVanishes() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.deleteLog("a");
    rig.reply(rejected(action("a", RESERVE_STOCK)));

    owner.settle();

    assertThat(rig.reports()).containsExactly("a compensated");
    assertThat(rig.journaled()).isEmpty();
    rig.start("a");
    owner.settle();
    assertThat(rig.commands(STOCK)).hasSize(1);
  }

  @Test
  void shouldLeaveTheLogOfAParkedSagaReadable() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.breakLock("a");
    rig.clock.advance(Orders.TIMEOUT);
    owner.settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);

    rig.journals.breakLock("a");
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();

    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
    assertThat(rig.reports()).containsOnly("a parked");
    Owner successor = rig.owner().lead().settle();
    assertThat(successor.shard.liveSagas()).isEqualTo(1);
    assertThat(rig.reports()).containsOnly("a parked");
  }

  @Test
  void shouldLeaveAnEndedSagaInTheJournalWhileSomebodyHoldsItsLock() {
    rig.start("a");
    owner.lead().settle();
    Owner rival = rig.owner().lead().settle();
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    rival.settle();

    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPENSATED);
    assertThat(rival.count(Count.TAKEOVERS)).isEqualTo(2);
    rig.start("b", "a");
    rival.settle();
    assertThat(rig.journaled()).containsOnlyKeys("a", "b");
    assertThat(rig.commands(STOCK)).filteredOn(sent -> sent.startsWith("a/")).hasSize(2);

    owner.election.lose();
    rival.election.lose();
    rival.lead().settle();
    assertThat(rig.journaled()).containsOnlyKeys("b");
    assertThat(rig.reports()).containsOnly("a compensated");
  }

  @Test
  void shouldForgetWhatItSetAsideWhenAnotherOwnerComesBetween() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.breakLock("a");
    rig.reply(rejected(action("a", RESERVE_STOCK)));
    owner.deliver().commit().election.lose();
    owner.work();
    Owner other = rig.owner().lead().settle();
    assertThat(rig.journaled()).isEmpty();
    other.election.lose();

    owner.lead().settle();

    assertThat(rig.journaled()).isEmpty();
    assertThat(rig.reports()).containsExactly("a compensated");
  }

  @Test
  void shouldSetAsideSeveralSagasOneAfterTheOther() {
    rig.start("a", "b", "c");
    owner.lead().settle();
    for (String saga : new String[] {"a", "b"}) {
      rig.journals.deleteLog(saga);
      rig.reply(succeeded(action(saga, RESERVE_STOCK)));
      owner.settle();
    }
    rig.reply(succeeded(action("c", RESERVE_STOCK)));
    owner.settle();

    assertThat(rig.journaled())
        .containsEntry("a", SagaStatus.PARKED)
        .containsEntry("b", SagaStatus.PARKED)
        .containsEntry("c", SagaStatus.RUNNING);
    assertThat(rig.commands(PAYMENTS)).singleElement().asString().startsWith("c/");
  }

  @Test
  void shouldParkEverySagaWhoseLogIsGoneWhenTheFirstIsMissed() {
    rig.start("a", "b", "c", "d");
    owner.lead().settle();
    for (String saga : new String[] {"a", "b", "c"}) {
      rig.journals.deleteLog(saga);
    }
    rig.reply(succeeded(action("b", RESERVE_STOCK)));

    owner.settle();

    assertThat(rig.journaled())
        .containsExactly(
            Map.entry("a", SagaStatus.PARKED),
            Map.entry("b", SagaStatus.PARKED),
            Map.entry("c", SagaStatus.PARKED),
            Map.entry("d", SagaStatus.RUNNING));
    assertThat(rig.reports()).containsExactlyInAnyOrder("a parked", "b parked", "c parked");
    assertThat(rig.commands(PAYMENTS)).isEmpty();
    assertThat(owner.count(Count.TAKEOVERS)).isEqualTo(2);
  }

  @Test
  void shouldCountTheLocksThatItsSessionHoldsWhenTheShardIsReadAgain() {
    int fits = LockBudget.MAX_PATH_BYTES / (ShardRig.TOPICS.namespace().length() + 56 + 128);
    startWithLongIds("first", fits + 100);
    owner.lead().settle();
    assertThat(rig.journals.locks()).isEqualTo(fits);
    rig.start("a");
    owner.settle();
    int held = rig.journals.locks();
    rig.journals.deleteLog("a");
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.settle();
    assertThat(owner.count(Count.TAKEOVERS)).isEqualTo(2);

    startWithLongIds("second", 200);
    owner.settle();

    assertThat(rig.journals.locks()).isEqualTo(held);
  }

  private void startWithLongIds(String prefix, int sagas) {
    for (int i = 0; i < sagas; i++) {
      rig.start(prefix + "-".repeat(122 - prefix.length()) + "%06d".formatted(i));
    }
  }

  @Test
  void shouldLetGoOfAShardThatIsStoppedWhileASagaIsSetAside() {
    rig.start("a");
    owner.lead().settle();
    rig.journals.breakLock("a");
    rig.reply(succeeded(action("a", RESERVE_STOCK)));
    owner.deliver();
    var stopped = owner.shard.stop();

    owner.commit().work();

    assertThat(stopped).isDone();
    rig.owner().lead().settle();
    assertThat(rig.commands(PAYMENTS)).hasSize(1);
  }
}
