package io.palinode.server.runtime;

import static io.palinode.server.runtime.Collect.ANNA;
import static io.palinode.server.runtime.Collect.COLLECT_AND_SHIP;
import static io.palinode.server.runtime.Collect.SHIP;
import static io.palinode.server.runtime.Collect.WAREHOUSE;
import static io.palinode.server.runtime.Orders.action;
import static io.palinode.server.runtime.Orders.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.key.Claim;
import io.palinode.core.key.Mailbox;
import io.palinode.core.key.Mailbox.Given;
import io.palinode.core.key.Mailbox.Kept;
import io.palinode.core.key.Mailbox.Known;
import io.palinode.core.key.Waiting;
import io.palinode.message.KeyQueued;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signals, and places in the queues for them, that are given to sagas which cannot use them. */
class ShardLateSignalTest {
  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(COLLECT_AND_SHIP);

  private void start(String... sagaIds) {
    for (String sagaId : sagaIds) {
      rig.broker.write(Source.STARTS, 0, Collect.start(sagaId));
    }
  }

  private void pay(String signalId) {
    rig.broker.write(Source.STARTS, 0, Collect.pay(signalId, 10));
  }

  private void ask(SagaControl control) {
    rig.broker.write(Source.STARTS, 0, control.toRecord());
  }

  private Mailbox mailbox() {
    return Collect.mailbox(rig.journals.keys());
  }

  private List<String> kept() {
    return mailbox().kept().stream().map(Kept::signalId).toList();
  }

  private List<String> known() {
    return mailbox().known().stream().map(Known::signalId).toList();
  }

  private List<String> waiting() {
    return mailbox().waiting().stream().map(Waiting::sagaId).toList();
  }

  /** Who ships, in order. */
  private List<String> shipped() {
    return rig.commands(WAREHOUSE).stream()
        .map(text -> text.substring(0, text.indexOf('/')))
        .toList();
  }

  @Test
  void shouldKeepNoMailboxForASagaThatHasEnded() {
    owner.lead();
    rig.reply(Collect.claim("ended"));
    owner.settle();

    assertThat(rig.journals.keys()).isEmpty();
    assertThat(owner.count(Count.KEYS_RETURNED)).isEqualTo(1);
  }

  @Test
  void shouldTellAgainThatSomebodyWaitsIfThatMayNotHaveBeenSent() {
    owner.lead().settle();
    rig.reply(Collect.claim("ended"));
    owner.deliver();
    assertThat(waiting()).containsExactly("ended");
    owner.crash();

    rig.owner(COLLECT_AND_SHIP).lead().settle();

    assertThat(rig.journals.keys()).isEmpty();
  }

  @Test
  void shouldGiveThePlaceOfALiveSagaBackThatHasItsSignal() {
    start("a");
    pay("p-1");
    owner.lead().settle();
    rig.reply(Collect.claim("a"));
    owner.settle();

    assertThat(waiting()).isEmpty();
    assertThat(known()).containsExactly("p-1");
    pay("p-2");
    owner.settle();
    assertThat(kept()).containsExactly("p-2");
    assertThat(shipped()).containsExactly("a");
  }

  @Test
  void shouldGiveThePlaceOfALiveSagaBackThatWaitsNoMore() {
    start("a", "b");
    owner.lead().settle();
    ask(new SagaControl.Cancel("a", "r-1", "Never mind."));
    rig.reply(Collect.claim("a"));
    owner.settle();
    rig.reply(Collect.claim("a"));
    owner.settle();

    assertThat(waiting()).containsExactly("b");
  }

  @Test
  void shouldNotLetGoOfASignalThatItsSagaHasWhenItHearsLateThatItWaits() {
    start("a", "b");
    owner.lead().settle();
    pay("p-1");
    owner.deliver().commit().acknowledge().deliver();
    owner.clients.fail(new IllegalStateException("not now"));
    owner.commit();
    owner.clients.recover();
    assertThat(mailbox().given()).hasSize(1);
    rig.reply(new KeyQueued(ANNA, Collect.wait("a")).toRecord());
    owner.settle();
    rig.clock.advance(Duration.ofMinutes(1));
    owner.settle();

    assertThat(shipped()).containsExactly("a");
    assertThat(known()).containsExactly("p-1");
    assertThat(waiting()).containsExactly("b");
    assertThat(owner.count(Count.KEYS_RETURNED)).isEqualTo(1);
  }

  @Test
  void shouldGiveASignalToNobodyElseThatReachesItsSagaTwice() {
    start("a", "b");
    pay("p-1");
    owner.lead().settle();
    rig.reply(rig.keyReplyTo("a"));
    owner.settle();
    rig.reply(succeeded(action("a", SHIP)));
    owner.settle();
    rig.reply(rig.keyReplyTo("a"));
    owner.settle();

    assertThat(rig.reports()).containsExactly("a completed");
    assertThat(shipped()).containsExactly("a");
    assertThat(waiting()).containsExactly("b");
  }

  @Test
  void shouldPassOnASignalThatIsGivenToASagaWhichIsCancelledInTheSameMoment() {
    start("a", "b");
    owner.lead().settle();
    ask(new SagaControl.Cancel("a", "r-1", "Changed my mind."));
    pay("p-1");
    owner.settle();

    assertThat(rig.reports()).contains("a compensated");
    assertThat(shipped()).containsExactly("b");
  }

  @Test
  void shouldTakeTheSignalOfAPausedSaga() {
    start("a");
    owner.lead().settle();
    ask(new SagaControl.Pause("a", "r-1", "Stocktaking."));
    pay("p-1");
    owner.settle();
    assertThat(known()).containsExactly("p-1");
    assertThat(shipped()).isEmpty();

    ask(new SagaControl.Resume("a", "r-2", "All counted."));
    owner.settle();
    assertThat(shipped()).containsExactly("a");
  }

  @Test
  void shouldTakeTheSignalOfAParkedSaga() {
    start("a");
    owner.lead().settle();
    rig.journals.breakLock("a");
    pay("p-1");
    owner.settle();
    owner.settle();

    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
    assertThat(mailbox().given()).isEmpty();
    assertThat(known()).containsExactly("p-1");
  }

  @Test
  void shouldKeepWhatIsGivenToASagaThatCannotBeRead() {
    start("a");
    owner.lead().settle();
    rig.journals.changeLog("a", "oops".getBytes(UTF_8));
    owner.crash();
    Owner successor = rig.owner(COLLECT_AND_SHIP).lead().settle();
    pay("p-1");
    successor.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    successor.settle();

    assertThat(mailbox().given()).extracting(Given::to).containsExactly(claimOf("a"));
    assertThat(successor.count(Count.KEYS_RETURNED)).isZero();
  }

  private static Claim claimOf(String sagaId) {
    return new Claim(Collect.wait(sagaId), 1, 1);
  }
}
