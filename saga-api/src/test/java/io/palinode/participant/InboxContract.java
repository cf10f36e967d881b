package io.palinode.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.participant.Remembered.Settled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What every inbox must do, whatever it keeps its units in. A subclass gives the inbox. */
abstract class InboxContract {
  protected static final CommandId CHARGE =
      new CommandId("order-1", "charge-card", Direction.ACTION);
  protected static final CommandId REFUND = CHARGE.opposite();
  protected static final Settled CHARGED =
      new Settled(
          2,
          new Succeeded(
              new Payload("card-charged", "{\"at\":\"Ä\"}".getBytes(StandardCharsets.UTF_8))));
  private static final Settled REFUSED =
      new Settled(3, new Rejected(new Reason("CARD_REFUSED", "No money, said the \"bank\".")));

  /** The inbox under test, the same for the length of one test. */
  protected abstract Inbox inbox();

  @Test
  void shouldKnowNothingOfASagaItNeverHeardOf() {
    assertThat(recall(CHARGE)).isEqualTo(Remembered.NOTHING);
  }

  @Test
  void shouldRememberHowACommandWasSettled() {
    settle(CHARGE, CHARGED);

    assertThat(recall(CHARGE)).isEqualTo(new Remembered(Remembered.NO_EPOCH, CHARGED, null));
    assertThat(recall(REFUND)).isEqualTo(new Remembered(Remembered.NO_EPOCH, null, CHARGED));
  }

  @Test
  void shouldRememberARejectionWithItsReason() {
    settle(CHARGE, REFUSED);

    assertThat(recall(CHARGE).same()).isEqualTo(REFUSED);
  }

  @Test
  void shouldReplaceWhatIsSettledAnew() {
    settle(CHARGE, REFUSED);
    settle(CHARGE, CHARGED);

    assertThat(recall(CHARGE).same()).isEqualTo(CHARGED);
  }

  @Test
  void shouldKeepStepsAndSagasApart() {
    settle(CHARGE, CHARGED);

    assertThat(recall(new CommandId("order-1", "charge", Direction.ACTION)))
        .isEqualTo(Remembered.NOTHING);
    assertThat(recall(new CommandId("order-2", "charge-card", Direction.ACTION)))
        .isEqualTo(Remembered.NOTHING);
  }

  @Test
  void shouldRememberTheEpochForTheWholeSaga() {
    raiseEpoch("order-1", 4);
    raiseEpoch("order-1", 7);

    assertThat(recall(CHARGE)).isEqualTo(new Remembered(7, null, null));
    assertThat(recall(new CommandId("order-1", "ship", Direction.ACTION)).highestEpoch())
        .isEqualTo(7);
    assertThat(recall(new CommandId("order-2", "ship", Direction.ACTION)).highestEpoch())
        .isEqualTo(Remembered.NO_EPOCH);
  }

  @Test
  void shouldSeeInAUnitWhatTheUnitWrote() {
    Remembered seen =
        inbox()
            .inUnit(
                "order-1",
                unit -> {
                  unit.raiseEpoch(3);
                  unit.settle(CHARGE, CHARGED);
                  return unit.recall(CHARGE);
                });

    assertThat(seen).isEqualTo(new Remembered(3, CHARGED, null));
  }

  @Test
  void shouldKeepNothingOfAUnitThatThrows() {
    assertThatThrownBy(
            () ->
                inbox()
                    .inUnit(
                        "order-1",
                        unit -> {
                          unit.raiseEpoch(3);
                          unit.settle(CHARGE, CHARGED);
                          throw new IllegalStateException("The unit breaks.");
                        }))
        .hasStackTraceContaining("The unit breaks.");

    assertThat(recall(CHARGE)).isEqualTo(Remembered.NOTHING);
  }

  @Test
  void shouldKeepTheRestOfAUnitWhoseBusinessCodeAsksToBeTriedAgain() {
    CommandOutcome again = new TryAgain(new Reason("BUSY", "Later."), null);

    CommandOutcome outcome =
        inbox()
            .inUnit(
                "order-1",
                unit -> {
                  unit.raiseEpoch(3);
                  return unit.apply(() -> again);
                });

    assertThat(outcome).isEqualTo(again);
    assertThat(recall(CHARGE)).isEqualTo(new Remembered(3, null, null));
  }

  @Test
  void shouldRunTheUnitsOfOneSagaOneAfterAnother()
      throws ExecutionException, InterruptedException, TimeoutException {
    int threads = 4;
    int unitsEach = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch together = new CountDownLatch(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      running.add(
          pool.submit(
              () -> {
                together.countDown();
                together.await();
                for (int unit = 0; unit < unitsEach; unit++) {
                  countUp();
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get(60, TimeUnit.SECONDS);
    }
    pool.shutdown();

    assertThat(recall(CHARGE).highestEpoch()).isEqualTo(threads * unitsEach);
  }

  protected final Remembered recall(CommandId id) {
    return inbox().inUnit(id.sagaId(), unit -> unit.recall(id));
  }

  protected final void settle(CommandId id, Settled settled) {
    inbox()
        .inUnit(
            id.sagaId(),
            unit -> {
              unit.settle(id, settled);
              return settled;
            });
  }

  private void raiseEpoch(String sagaId, long epoch) {
    inbox()
        .inUnit(
            sagaId,
            unit -> {
              unit.raiseEpoch(epoch);
              return epoch;
            });
  }

  /** Reads and writes in one unit, so that two at a time would lose a count. */
  private void countUp() {
    inbox()
        .inUnit(
            "order-1",
            unit -> {
              long before = Math.max(0, unit.recall(CHARGE).highestEpoch());
              unit.raiseEpoch(before + 1);
              return before;
            });
  }
}
