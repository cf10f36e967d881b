package io.palinode.server.runtime;

import static io.palinode.server.runtime.Exclusive.ANNA;
import static io.palinode.server.runtime.Exclusive.SERVE;
import static io.palinode.server.runtime.Exclusive.SHOP;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.key.Claim;
import io.palinode.core.key.Lock;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.saga.WhenHeld;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.journal.StoredKey;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sagas that share a business key, and what becomes of the key whatever dies. */
class ShardLockTest {
  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(Exclusive.QUEUEING);

  private void start(String sagaId, String customer) {
    rig.broker.write(Source.STARTS, 0, Exclusive.start(sagaId, customer));
  }

  /** The keys that the journal has: address, holder and queue. */
  private List<String> keys() {
    return rig.journals.keys().stream().map(Exclusive::text).toList();
  }

  /** Who was served, in order. */
  private List<String> served() {
    return rig.commands(SHOP).stream().map(text -> text.substring(0, text.indexOf('/'))).toList();
  }

  private void serve(String sagaId) {
    rig.reply(succeeded(action(sagaId, SERVE)));
  }

  private List<Reason> reasons() {
    return rig.broker.records(ShardRig.TOPICS.events()).stream()
        .map(record -> SagaReport.from(record).reason())
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void shouldServeOneAfterAnotherInTheOrderOfTheirStarts() {
    start("a", "anna");
    start("b", "anna");
    start("c", "ben");
    start("d", "anna");
    owner.lead().settle();
    assertThat(served()).containsExactly("a", "c");
    assertThat(keys()).containsExactly("lock/customer/anna: a [b, d]", "lock/customer/ben: c []");

    serve("a");
    owner.settle();
    assertThat(served()).containsExactly("a", "c", "b");
    assertThat(keys()).containsExactly("lock/customer/anna: b [d]", "lock/customer/ben: c []");

    serve("b");
    serve("c");
    owner.settle();
    serve("d");
    owner.settle();
    assertThat(served()).containsExactly("a", "c", "b", "d");
    assertThat(keys()).isEmpty();
    assertThat(rig.journaled()).isEmpty();
    assertThat(rig.reports())
        .containsExactly("a completed", "b completed", "c completed", "d completed");
  }

  @Test
  void shouldRefuseAtOnceAndNameTheHolder() {
    Owner rejecting = rig.owner(Exclusive.REJECTING);
    start("a", "anna");
    rejecting.lead().settle();
    start("b", "anna");
    rejecting.settle();

    assertThat(reasons())
        .containsExactly(
            new Reason("KEY_HELD", "The lock 'customer' of 'anna' is held by saga a."));
    assertThat(rig.reports()).containsExactly("b compensated");
    assertThat(keys()).containsExactly("lock/customer/anna: a []");
    assertThat(served()).containsExactly("a");
  }

  @Test
  void shouldRefuseWhatTheQueueHasNoRoomFor() {
    Owner withShortQueue = rig.owner(Exclusive.serve(WhenHeld.queueAtMost(1)));
    start("a", "anna");
    start("b", "anna");
    start("c", "anna");
    withShortQueue.lead().settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a [b]");
    assertThat(withShortQueue.count(Count.KEYS_REFUSED)).isEqualTo(1);
    assertThat(reasons())
        .containsExactly(
            new Reason(
                "KEY_QUEUE_FULL",
                "The lock 'customer' of 'anna' is held by saga a, and 1 sagas wait for it already."));
  }

  private List<String> repliesTo(String sagaId) {
    return rig.broker.records(ShardRig.TOPICS.replies()).stream()
        .filter(record -> sagaId.equals(record.key()))
        .map(
            record ->
                record.headers().getOrDefault("palinode-reason-code", "granted")
                    + ": "
                    + record.headers().getOrDefault("palinode-reason", ""))
        .toList();
  }

  @Test
  void shouldTellAGrantAgainThatMayNotHaveBeenSent() {
    start("a", "anna");
    owner.lead().deliver().commit().acknowledge();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.deliver();
    assertThat(keys()).containsExactly("lock/customer/anna: a []");
    owner.crash();

    Owner successor = rig.owner(Exclusive.QUEUEING).lead().settle();

    assertThat(repliesTo("a")).containsExactly("granted: ");
    assertThat(served()).containsExactly("a");
    serve("a");
    successor.settle();
    assertThat(keys()).isEmpty();
  }

  @Test
  void shouldGiveBackWhatIsGrantedToASagaThatHasLeft() {
    start("a", "anna");
    owner.lead().settle();
    serve("a");
    owner.settle();
    assertThat(rig.journaled()).isEmpty();

    rig.reply(Exclusive.claim("a", ANNA, 100, 1));
    owner.settle();

    assertThat(keys()).isEmpty();
    assertThat(owner.count(Count.KEYS_RETURNED)).isEqualTo(1);
  }

  @Test
  void shouldGiveBackWhatIsGrantedForAnotherKeyThanTheSagaAskedFor() {
    start("a", "anna");
    owner.lead().settle();

    rig.reply(Exclusive.claim("a", new KeyAddress(KeyUse.LOCK, "customer", "ben"), 100, 1));
    owner.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a []");
  }

  @Test
  void shouldTakeNoNoticeOfAReleaseByADeposedOwner() {
    owner.lead();
    Owner successor = rig.owner(Exclusive.QUEUEING).lead();
    start("a", "anna");
    successor.settle();
    rig.reply(Exclusive.release("a", ANNA, 1));
    successor.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a []");
    rig.reply(Exclusive.release("a", ANNA, 2));
    successor.settle();
    assertThat(keys()).isEmpty();
  }

  @Test
  void shouldKeepASagaInTheJournalUntilKafkaHasItsRelease() {
    start("a", "anna");
    owner.lead().settle();
    serve("a");
    owner.deliver();
    owner.commit();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPLETED);

    owner.clients.acknowledge(1);
    owner.work();
    rig.tellOutcomes(10);
    owner.work();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.COMPLETED);

    owner.settle();
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldSendAReleaseAgainThatMayNotHaveBeenSent() {
    start("a", "anna");
    start("b", "anna");
    owner.lead().settle();
    serve("a");
    owner.deliver();
    rig.tellOutcomes(0);
    owner.crash();

    Owner successor = rig.owner(Exclusive.QUEUEING).lead().settle();

    assertThat(served()).containsExactly("a", "b");
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isPositive();
  }

  @Test
  void shouldGiveAKeyInTheBatchInWhichItIsGivenBackTwice() {
    start("a", "anna");
    owner.lead().settle();
    rig.reply(Exclusive.release("a", ANNA, 1));
    rig.reply(Exclusive.release("a", ANNA, 1));
    rig.reply(Exclusive.claim("b", ANNA, 100, 1));
    owner.deliver().commit();

    assertThat(keys()).containsExactly("lock/customer/anna: b []");
    assertThat(owner.count(Count.TAKEOVERS)).isEqualTo(1);
  }

  @Test
  void shouldKeepTheLockOfAParkedSaga() {
    start("a", "anna");
    start("b", "anna");
    owner.lead().settle();
    rig.journals.breakLock("a");
    serve("a");
    owner.settle();
    owner.settle();

    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
    assertThat(keys()).containsExactly("lock/customer/anna: a [b]");
    assertThat(served()).containsOnly("a");
  }

  @Test
  void shouldAskAHolderOfAnEarlierTermWhetherItStillIs() {
    rig.journals.changeKey(ANNA.toString(), KeyCodec.encode(heldBy("gone")));
    start("a", "anna");
    owner.lead().settle();

    assertThat(served()).containsExactly("a");
    assertThat(keys()).containsExactly("lock/customer/anna: a []");
  }

  private static Lock heldBy(String sagaId) {
    return new Lock(new Claim(Exclusive.step(sagaId), 1, 0), 0, List.of());
  }

  @Test
  void shouldGiveNothingOfAKeyThatCannotBeRead() {
    byte[] newer = "{\"format\":99}".getBytes(StandardCharsets.UTF_8);
    rig.journals.changeKey(ANNA.toString(), newer);
    start("a", "anna");
    owner.lead().settle();
    rig.reply(Exclusive.release("x", ANNA, 1));
    owner.settle();

    assertThat(rig.reports()).containsExactly("a compensated");
    assertThat(reasons()).extracting(Reason::code).containsExactly("KEY_UNREADABLE");
    assertThat(rig.broker.records(Topics.deadLetters(ShardRig.TOPICS.replies())))
        .extracting(record -> record.headers().get("palinode-key-request"))
        .contains("release");
    assertThat(rig.journals.keys()).extracting(StoredKey::content).containsExactly(newer);
  }

  @Test
  void shouldWriteAKeyAgainWhoseZnodeVanished() {
    start("a", "anna");
    owner.lead().settle();
    rig.journals.deleteKey(ANNA.toString());
    start("b", "anna");
    owner.settle();
    owner.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: a [b]");
    assertThat(served()).containsExactly("a");
  }

  @Test
  void shouldTakeAKeyAsAPersonHasChangedIt() {
    start("a", "anna");
    start("b", "anna");
    owner.lead().settle();
    rig.journals.changeKey(ANNA.toString(), KeyCodec.encode(heldBy("b")));
    start("c", "anna");
    owner.settle();
    owner.settle();

    assertThat(keys()).containsExactly("lock/customer/anna: b [c]");
  }
}
