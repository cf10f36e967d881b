package io.palinode.server.runtime;

import static io.palinode.server.runtime.Collect.COLLECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.key.Mailbox;
import io.palinode.message.Payload;
import io.palinode.message.SagaReport;
import io.palinode.message.Signal;
import io.palinode.message.Topics;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sagas that wait for signals, and signals that wait for sagas, whatever dies. */
class ShardSignalTest {
  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner(COLLECT);

  private void start(String sagaId) {
    rig.broker.write(Source.STARTS, 0, Collect.start(sagaId));
  }

  private void pay(String signalId, int amount) {
    rig.broker.write(Source.STARTS, 0, Collect.pay(signalId, amount));
  }

  /** The ends so far: saga, status, amount. */
  private List<String> ends() {
    return rig.broker.records(ShardRig.TOPICS.events()).stream()
        .map(SagaReport::from)
        .map(
            report ->
                "%s %s %s"
                    .formatted(
                        report.sagaId(), report.status().word(), report.data().get("amount")))
        .toList();
  }

  private Mailbox mailbox() {
    return Collect.mailbox(rig.journals.keys());
  }

  private List<String> deadLetters() {
    return rig.broker.records(Topics.deadLetters(ShardRig.TOPICS.starts())).stream()
        .map(
            record ->
                record.headers().get("palinode-signal")
                    + ": "
                    + record.headers().get("palinode-dlt-reason"))
        .toList();
  }

  @Test
  void shouldGiveEachSignalToOneSagaWhicheverComesFirst() {
    pay("p-1", 10);
    pay("p-1", 10);
    owner.lead().settle();
    start("a");
    start("b");
    owner.settle();
    pay("p-1", 10);
    pay("p-2", 20);
    pay("p-3", 30);
    owner.settle();

    assertThat(ends()).containsExactly("a completed 10", "b completed 20");
    assertThat(mailbox().kept()).extracting(Mailbox.Kept::signalId).containsExactly("p-3");
    assertThat(owner.count(Count.REPEATED_SIGNALS)).isEqualTo(2);
    assertThat(rig.journaled()).isEmpty();
  }

  @Test
  void shouldPassOnASignalThatWasGivenToASagaThatWaitsNoMore() {
    start("a");
    owner.lead().settle();
    start("b");
    owner.settle();
    rig.clock.advance(Duration.ofMinutes(10));
    owner.settle();
    assertThat(ends()).containsExactly("a compensated 0", "b compensated 0");

    pay("p-1", 10);
    start("c");
    owner.settle();

    assertThat(ends()).contains("c completed 10");
    assertThat(mailbox().waiting()).isEmpty();
  }

  @Test
  void shouldTakeBackASignalThatReachesASagaWhichHasLeft() {
    start("a");
    owner.lead().settle();
    pay("p-1", 10);
    owner.settle();
    rig.reply(Collect.claim("gone"));
    pay("p-2", 20);
    owner.settle();

    assertThat(mailbox().kept()).extracting(Mailbox.Kept::signalId).containsExactly("p-2");
    assertThat(mailbox().given()).isEmpty();
  }

  @Test
  void shouldGiveASignalAgainThatMayNotHaveBeenSent() {
    start("a");
    owner.lead().settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    pay("p-1", 10);
    owner.deliver();
    assertThat(mailbox().given()).hasSize(1);
    owner.crash();

    rig.owner(COLLECT).lead().settle();

    assertThat(ends()).containsExactly("a completed 10");
    assertThat(mailbox().known()).extracting(Mailbox.Known::signalId).containsExactly("p-1");
  }

  @Test
  void shouldSayAgainThatASignalIsTakenIfThatMayNotHaveBeenSent() {
    start("a");
    owner.lead().settle();
    pay("p-1", 10);
    owner.deliver().commit().acknowledge().deliver();
    owner.crash();

    rig.owner(COLLECT).lead().settle();

    assertThat(ends()).contains("a completed 10");
    assertThat(mailbox().given()).isEmpty();
    assertThat(mailbox().known()).extracting(Mailbox.Known::signalId).containsExactly("p-1");
  }

  @Test
  void shouldKeepASignalForItsTimeAndRememberWhatWasTakenAsLong() {
    pay("p-1", 10);
    owner.lead().settle();
    rig.clock.advance(Duration.ofHours(23));
    start("a");
    pay("p-2", 20);
    owner.settle();
    assertThat(ends()).containsExactly("a completed 10");

    owner.crash();
    Owner successor = rig.owner(COLLECT).lead().settle();
    rig.clock.advance(Duration.ofHours(24).plusMillis(1));
    successor.settle();

    assertThat(rig.journals.keys()).isEmpty();
    assertThat(deadLetters()).containsExactly("p-2: No saga waited for it within PT24H.");
    assertThat(successor.count(Count.SIGNALS_EXPIRED)).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhatItHasNoRoomForAndWhatIsNoJson() {
    IntStream.rangeClosed(1, 101).forEach(i -> pay("p-" + i, i));
    Payload oops = new Payload("paid", "oops".getBytes(StandardCharsets.UTF_8));
    rig.broker.write(Source.STARTS, 0, new Signal(Collect.ANNA, "bad", oops).toRecord());
    owner.lead().settle();

    assertThat(mailbox().kept()).hasSize(100);
    assertThat(deadLetters())
        .containsExactly(
            "p-101: MAILBOX_FULL: Nobody waits, and too much is kept already.",
            "bad: The data 'paid' are no JSON.");
    assertThat(owner.count(Count.SIGNALS_REFUSED)).isEqualTo(1);
  }

  @Test
  void shouldKeepTheSignalOfASagaThatStandsStillWhileNobodyServesIt() {
    start("a");
    owner.lead().settle();
    owner.crash();
    Owner other = rig.owner(Collect.collect(2)).lead().settle();
    pay("p-1", 10);
    other.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    other.settle();
    assertThat(ends()).isEmpty();
    other.crash();

    Owner again = rig.owner(COLLECT).lead().settle();
    rig.clock.advance(Duration.ofMinutes(10));
    again.settle();

    assertThat(mailbox().kept()).extracting(Mailbox.Kept::signalId).containsExactly("p-1");
    assertThat(ends()).containsExactly("a compensated 0");
  }
}
