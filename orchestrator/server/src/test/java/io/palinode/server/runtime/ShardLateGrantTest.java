package io.palinode.server.runtime;

import static io.palinode.server.runtime.Exclusive.ANNA;
import static io.palinode.server.runtime.Exclusive.SERVE;
import static io.palinode.server.runtime.Exclusive.SHOP;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.key.Claim;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Waiting;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import io.palinode.message.WireRecord;
import io.palinode.saga.WhenHeld;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Locks, and places in their queues, that are given to sagas which cannot use them. */
class ShardLateGrantTest {
  private static final String ENDED = "ended";

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(Exclusive.QUEUEING);

  private void start(String... sagaIds) {
    for (String sagaId : sagaIds) {
      rig.broker.write(Source.STARTS, 0, Exclusive.start(sagaId, "anna"));
    }
  }

  private void ask(SagaControl control) {
    rig.broker.write(Source.STARTS, 0, control.toRecord());
  }

  private void serve(String sagaId) {
    rig.reply(succeeded(action(sagaId, SERVE)));
  }

  /** The claim of a saga that has ended comes once more. */
  private void claimLate() {
    rig.reply(Exclusive.claim(ENDED, ANNA, 100, 1));
  }

  private List<String> keys() {
    return rig.journals.keys().stream().map(Exclusive::text).toList();
  }

  /** Who was served, in order. */
  private List<String> served() {
    return rig.commands(SHOP).stream().map(text -> text.substring(0, text.indexOf('/'))).toList();
  }

  @Test
  void shouldGiveThePlaceInTheQueueOfAnEndedSagaBack() {
    start("a");
    owner.lead().settle();
    claimLate();
    claimLate();
    owner.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a []");
    assertThat(owner.count(Count.KEYS_RETURNED)).isEqualTo(1);
  }

  @Test
  void shouldNotRefuseALiveSagaForThePlaceOfAnEndedOne() {
    Owner withShortQueue = rig.owner(Exclusive.serve(WhenHeld.queueAtMost(1)));
    start("a");
    withShortQueue.lead().settle();
    claimLate();
    withShortQueue.settle();
    start("b");
    withShortQueue.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a [b]");
    assertThat(rig.reports()).isEmpty();
  }

  @Test
  void shouldTellAgainThatSomebodyWaitsIfThatMayNotHaveBeenSent() {
    start("a");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    claimLate();
    owner.deliver();
    assertThat(keys()).containsExactly("lock/customer/anna: a [ended]");
    owner.crash();

    rig.owner(Exclusive.QUEUEING).lead().settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a []");
  }

  @Test
  void shouldAskThoseWhoWaitSinceAnEarlierTermWhetherTheyStillDo() {
    start("a", "b");
    owner.lead().settle();
    Claim holder = new Claim(Exclusive.step("a"), 1, 1);
    Waiting gone = new Waiting(new Claim(Exclusive.step(ENDED), 1, 1), 0);
    Waiting live = new Waiting(new Claim(Exclusive.step("b"), 1, 1), 0);
    rig.journals.changeKey(
        ANNA.toString(), KeyCodec.encode(new Lock(holder, 0, List.of(gone, live))));
    start("c");
    owner.settle();
    owner.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a [b, c]");
  }

  @Test
  void shouldKeepTheLockOfALiveSagaWhoseGrantComesTwice() {
    start("a", "b");
    owner.lead().settle();
    rig.reply(rig.keyReplyTo("a"));
    owner.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a [b]");
    assertThat(served()).containsExactly("a");
  }

  @Test
  void shouldGiveNothingBackBeforeTheEndIsJournaled() {
    start("a");
    owner.lead().settle();
    serve("a");
    rig.reply(rig.keyReplyTo("a"));
    owner.deliver();
    assertThat(owner.count(Count.KEYS_RETURNED)).isZero();
    owner.commit();
    rig.reply(rig.keyReplyTo("a"));
    owner.deliver();
    assertThat(owner.count(Count.KEYS_RETURNED)).isEqualTo(1);

    owner.settle();
    assertThat(keys()).isEmpty();
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldKeepWhatIsGrantedWhileNobodyServesTheSagaAndLetItGoOnWhereItIs() {
    start("a", "b");
    owner.lead().settle();
    owner.crash();
    Owner other = rig.owner(Orders.PLACE_ORDER).lead().settle();
    rig.reply(Exclusive.release("a", ANNA, 2));
    other.settle();
    rig.reply(rig.keyReplyTo("b"));
    other.settle();
    assertThat(keys()).containsExactly("lock/customer/anna: b []");
    rig.clock.advance(Duration.ofSeconds(1));
    other.settle();
    other.crash();

    Owner again = rig.owner(Exclusive.QUEUEING).lead().settle();
    rig.clock.advance(Duration.ofHours(1));
    again.settle();
    rig.clock.advance(Duration.ofHours(1));
    again.settle();

    assertThat(served()).contains("b");
    assertThat(keys()).containsExactly("lock/customer/anna: b []");
  }

  @Test
  void shouldKeepWhatIsGrantedToASagaThatCannotBeRead() {
    start("a", "b", "c");
    owner.lead().settle();
    rig.journals.changeLog("b", "oops".getBytes(UTF_8));
    owner.crash();
    Owner successor = rig.owner(Exclusive.QUEUEING).lead().settle();
    serve("a");
    successor.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: b [c]");
    assertThat(successor.count(Count.KEYS_RETURNED)).isZero();
  }

  @Test
  void shouldKeepWhatIsGrantedToAParkedSaga() {
    start("a", "b", "c");
    owner.lead().settle();
    rig.journals.breakLock("b");
    serve("a");
    owner.settle();
    owner.settle();
    rig.reply(rig.keyReplyTo("b"));
    owner.settle();

    assertThat(rig.journaled()).isEqualTo(Map.of("b", SagaStatus.PARKED, "c", SagaStatus.RUNNING));
    assertThat(keys()).containsExactly("lock/customer/anna: b [c]");
    assertThat(owner.count(Count.KEYS_RETURNED)).isZero();
  }

  @Test
  void shouldKeepWhatIsGrantedToAPausedSagaForWhenItGoesOn() {
    start("a", "b", "c");
    owner.lead().settle();
    ask(new SagaControl.Pause("b", "r-1", "Stocktaking."));
    owner.settle();
    serve("a");
    owner.settle();
    assertThat(keys()).containsExactly("lock/customer/anna: b [c]");
    assertThat(served()).containsExactly("a");

    ask(new SagaControl.Resume("b", "r-2", "All counted."));
    owner.settle();
    serve("b");
    owner.settle();
    assertThat(served()).containsExactly("a", "b", "c");
  }

  @Test
  void shouldPassOnWhatIsGrantedToASagaThatIsCancelledInTheSameMoment() {
    start("a", "b", "c");
    owner.lead().settle();
    serve("a");
    ask(new SagaControl.Cancel("b", "r-1", "Changed my mind."));
    owner.settle();

    assertThat(rig.reports()).contains("b compensated");
    assertThat(served()).containsExactly("a", "c");
    assertThat(keys()).containsExactly("lock/customer/anna: c []");
  }

  @Test
  void shouldGiveBackUnderASuccessorWhatIsGrantedToASagaThatHasLeft() {
    start("a");
    owner.lead().settle();
    WireRecord grant = rig.keyReplyTo("a");
    serve("a");
    owner.settle();
    owner.crash();
    Owner successor = rig.owner(Exclusive.QUEUEING).lead().settle();
    start("b");
    claimLate();
    successor.settle();
    rig.reply(grant);
    successor.settle();

    assertThat(served()).containsExactly("a", "b");
    assertThat(keys()).containsExactly("lock/customer/anna: b []");
  }
}
