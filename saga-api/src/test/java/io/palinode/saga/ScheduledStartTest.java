package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaId;
import io.palinode.message.SagaRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduledStartTest {
  private static final PayloadCodec CODEC = new PayloadCodec();

  record Settlement(LocalDate day) {}

  @Test
  void shouldMakeIdAndDataFromTheMomentOfTheFiring() {
    ScheduledStart<Settlement> nightly =
        schedule(
            saga ->
                saga.cron("0 3 * * *", ZoneId.of("Asia/Tokyo"))
                    .ifMissed(Missed.FIRE_ALL)
                    .data(time -> new Settlement(time.toLocalDate())));

    Instant firing = nightly.schedule().next(Instant.parse("2026-11-22T12:00:00Z"));

    assertThat(firing).isEqualTo("2026-11-22T18:00:00Z");
    assertThat(nightly.start(firing, CODEC))
        .isEqualTo(
            new SagaRequest.Start(
                SagaId.require("settlement@2026-11-22T18:00:00Z"),
                "settlement",
                CODEC.encode(new Settlement(LocalDate.of(2026, 11, 23)))));
    assertThat(nightly.missed()).isEqualTo(Missed.FIRE_ALL);
  }

  @Test
  void shouldCountTheRateFromTheEpoch() {
    ScheduledStart<Settlement> often =
        schedule(saga -> saga.every(Duration.ofMinutes(15)).data(time -> new Settlement(null)));
    Instant before = Instant.parse("2026-11-23T02:59:59.999Z");

    assertThat(Stream.iterate(often.schedule().next(before), often.schedule()::next).limit(3))
        .containsExactly(
            Instant.parse("2026-11-23T03:00:00Z"),
            Instant.parse("2026-11-23T03:15:00Z"),
            Instant.parse("2026-11-23T03:30:00Z"));
    assertThat(often.schedule().next(Instant.parse("1969-12-31T23:59:59.5Z")))
        .isEqualTo(Instant.EPOCH);
    assertThat(often.missed()).isEqualTo(Missed.FIRE_LAST);
  }

  @Test
  void shouldHaveNoScheduleUnlessItIsSaid() {
    assertThat(define(saga -> saga).starts().schedule()).isEmpty();
  }

  @Test
  void shouldNotChangeTheFingerprint() {
    assertThat(
            define(saga -> saga.every(Duration.ofHours(1)).data(time -> new Settlement(null)))
                .ref())
        .isEqualTo(define(saga -> saga).ref());
  }

  @Test
  void shouldNameEveryFaultOfItsDescription() {
    assertThatThrownBy(
            () ->
                define(
                    saga -> {
                      saga.cron("0 25 * * *", ZoneId.of("UTC")).ifMissed(Missed.SKIP);
                      return saga.every(Duration.ofMillis(1500)).data(time -> new Settlement(null));
                    }))
        .isInstanceOf(InvalidSagaDefinition.class)
        .hasMessageContainingAll(
            "Schedule '0 25 * * *' does not say the data of the saga: end it with .data(",
            "Schedule '0 25 * * *' cannot be: its hour is '25'; expected *, or numbers from 0 to 23",
            "Schedule 'every PT1.5S' cannot be: give whole seconds, from 1 s to 366 days",
            "Schedule 'every PT1.5S' is a second one: keep one");
  }

  private static ScheduledStart<Settlement> schedule(
      UnaryOperator<SagaBuilder<Settlement>> starts) {
    return define(starts).starts().schedule().orElseThrow();
  }

  private static SagaDefinition<Settlement> define(UnaryOperator<SagaBuilder<Settlement>> starts) {
    return starts
        .apply(Saga.named("settlement", Settlement.class))
        .step("settle")
        .at("books")
        .command(settlement -> settlement)
        .withoutCompensation()
        .build();
  }
}
