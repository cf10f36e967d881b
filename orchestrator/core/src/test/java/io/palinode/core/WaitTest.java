package io.palinode.core;

import static io.palinode.core.LiveSaga.NOON;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parcels that wait before they go on. */
class WaitTest {
  private static final String PACK = "pack";
  private static final String SEND = "send";
  private static final String REST = "rest";
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final long ONE_O_CLOCK = NOON + AN_HOUR.toMillis();

  record Parcel(String id, String notBefore, List<Integer> minutes) {
    Parcel(String notBefore) {
      this("p-1", notBefore, List.of());
    }
  }

  @Test
  void shouldGoOnWhenTheTimeHasCome() {
    LiveSaga<Parcel> parcel = packed(resting());

    assertThat(parcel.journal())
        .endsWith(new StepSucceeded(PACK, null), new WaitBegun(REST, ONE_O_CLOCK));
    assertThat(parcel.machine().pending(parcel.state()))
        .containsExactly(new SetTimer(new WaitOver(REST), ONE_O_CLOCK));
    parcel.passes(AN_HOUR.minusMillis(1));
    assertThat(parcel.decides(new WaitOver(REST)).isEmpty()).isTrue();

    parcel.passes(Duration.ofMillis(1));
    var decision = parcel.decides(new WaitOver(REST));
    assertThat(decision.events())
        .containsExactly(new WaitEnded(REST, null), parcel.issued(action(SEND), 1));
    assertThat(parcel.decides(new WaitOver(REST)).isEmpty()).isTrue();
    assertThat(parcel.decides(new WaitOver("no-such-part")).isEmpty()).isTrue();
  }

  @Test
  void shouldWaitUntilTheTimeThatTheDataSay() {
    LiveSaga<Parcel> parcel =
        packed(until(data -> Instant.parse(data.notBefore())), "1970-01-01T13:00:00Z");

    assertThat(parcel.journal()).endsWith(new WaitBegun(REST, ONE_O_CLOCK));
  }

  @Test
  void shouldNotWaitForWhatHasPassed() {
    LiveSaga<Parcel> parcel =
        packed(until(data -> Instant.parse(data.notBefore())), "1969-01-01T00:00:00Z");

    assertThat(parcel.journal())
        .endsWith(
            new WaitBegun(REST, NOON), new WaitEnded(REST, null), parcel.issued(action(SEND), 1));
  }

  @Test
  void shouldParkWhereNobodyKnowsHowLong() {
    LiveSaga<Parcel> parcel = packed(until(data -> Instant.MAX), "");

    SagaEvent last = parcel.journal().get(parcel.journal().size() - 1);
    assertThat(last).isInstanceOf(SagaParked.class);
    assertThat(((SagaParked) last).reason().code()).isEqualTo("WAIT_NOT_SET");
    assertThat(packed(until(data -> null), "").state().status()).isEqualTo(SagaStatus.PARKED);
  }

  @Test
  void shouldEndTheWaitAtOnceWhenTheSagaTurnsRound() {
    LiveSaga<Parcel> parcel = packed(resting());
    var ruling = parcel.cancelled("Not today.");

    assertThat(ruling.decision().events())
        .containsExactly(
            new CompensationStarted(new Reason("CANCELLED", "Not today.")),
            new WaitEnded(REST, null),
            parcel.issued(compensation(PACK), 1));
    assertThat(parcel.machine().pending(parcel.state())).isEqualTo(ruling.decision().effects());
    parcel.passes(AN_HOUR);
    assertThat(parcel.decides(new WaitOver(REST)).isEmpty()).isTrue();
    parcel.succeeds(compensation(PACK));
    assertThat(parcel.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }

  @Test
  void shouldEndTheWaitOfABranchWhenAnotherOneFails() {
    LiveSaga<Parcel> parcel =
        new LiveSaga<>(
            Saga.named("parcel", Parcel.class)
                .parallel("both")
                .branch(branch -> branch.delay(REST, AN_HOUR))
                .branch(
                    branch ->
                        branch.step(PACK).at("depot").command(Parcel::id).withoutCompensation())
                .join()
                .build());
    parcel.start(new Parcel(""));

    var decision = parcel.rejects(action(PACK), "NO_BOX");
    assertThat(decision.events())
        .startsWith(
            new StepRejected(PACK, because("NO_BOX")),
            new CompensationStarted(because("NO_BOX")),
            new WaitEnded(REST, null));
    assertThat(parcel.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }

  @Test
  void shouldLetAnOverdueWaitEndWhenTheSagaIsResumed() {
    LiveSaga<Parcel> parcel = packed(resting());
    parcel.paused("Closed.");
    parcel.passes(AN_HOUR);
    assertThat(parcel.decides(new WaitOver(REST)).isEmpty()).isTrue();

    assertThat(parcel.resumed("Open.").decision().events())
        .containsExactly(new SagaResumed(new Reason("RESUMED", "Open.")));
    assertThat(parcel.decides(new WaitOver(REST)).events())
        .containsExactly(new WaitEnded(REST, null), parcel.issued(action(SEND), 1));
  }

  @Test
  void shouldWaitForEachItemAsLongAsItSays() {
    LiveSaga<Parcel> parcel =
        new LiveSaga<>(
            Saga.named("parcel", Parcel.class)
                .forEach("each", Integer.class, Parcel::minutes)
                .atMost(3)
                .atOnce(3)
                .run(
                    item ->
                        item.delay(REST, i -> Duration.ofMinutes(i.item()))
                            .step(SEND)
                            .at("post")
                            .command(i -> i.data().id())
                            .withoutCompensation())
                .build());
    parcel.start(new Parcel("p-1", "", List.of(2, 0, 1)));

    assertThat(parcel.state().openWaits())
        .containsExactly(
            new WaitBegun("rest[0]", NOON + 120_000), new WaitBegun("rest[2]", NOON + 60_000));
    parcel.passes(Duration.ofMinutes(1));
    assertThat(parcel.decides(new WaitOver("rest[2]")).events())
        .containsExactly(new WaitEnded("rest[2]", null), parcel.issued(action("send[2]"), 1));
  }

  private interface Time extends java.util.function.Function<Parcel, Instant> {}

  private static SagaDefinition<Parcel> resting() {
    return Saga.named("parcel", Parcel.class)
        .step(PACK)
        .at("depot")
        .command(Parcel::id)
        .compensation(Parcel::id)
        .delay(REST, AN_HOUR)
        .step(SEND)
        .at("post")
        .command(Parcel::id)
        .pivot()
        .build();
  }

  private static SagaDefinition<Parcel> until(Time time) {
    return Saga.named("parcel", Parcel.class)
        .step(PACK)
        .at("depot")
        .command(Parcel::id)
        .compensation(Parcel::id)
        .until(REST, time)
        .step(SEND)
        .at("post")
        .command(Parcel::id)
        .pivot()
        .build();
  }

  private static LiveSaga<Parcel> packed(SagaDefinition<Parcel> definition) {
    return packed(definition, "");
  }

  private static LiveSaga<Parcel> packed(SagaDefinition<Parcel> definition, String notBefore) {
    LiveSaga<Parcel> parcel = new LiveSaga<>(definition);
    parcel.start(new Parcel(notBefore));
    parcel.succeeds(action(PACK));
    return parcel;
  }
}
