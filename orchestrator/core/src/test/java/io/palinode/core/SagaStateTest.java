package io.palinode.core;

import static io.palinode.core.LiveSaga.CODEC;
import static io.palinode.core.LiveSaga.ID;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static io.palinode.message.Direction.ACTION;
import static io.palinode.message.Direction.COMPENSATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.SagaStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A journal that contradicts itself is never folded into something that looks right. */
class SagaStateTest {
  private static final SagaStarted STARTED =
      new SagaStarted(PlaceOrder.saga().ref(), CODEC.encode(TWO_APPLES));
  private static final CommandIssued ISSUED = new CommandIssued(RESERVE_STOCK, ACTION, 1, 10_000);
  private static final StepSucceeded SUCCEEDED = new StepSucceeded(RESERVE_STOCK, null);

  @Test
  void shouldHoldAStepThatHasNotBegunForPending() {
    assertThat(SagaState.started(ID, STARTED).step(RESERVE_STOCK))
        .isEqualTo(new StepState(RESERVE_STOCK, StepStatus.PENDING, 0, 0));
  }

  @Test
  void shouldRefuseAJournalWithoutEvents() {
    assertBroken("Saga order-1 has no event.");
  }

  @Test
  void shouldRefuseAJournalThatLacksItsBeginning() {
    assertBroken("Saga order-1 begins with " + ISSUED + ".", ISSUED, SUCCEEDED);
  }

  @Test
  void shouldRefuseASecondStart() {
    assertBroken("Saga order-1 is started twice: " + STARTED + ".", STARTED, STARTED);
  }

  @Test
  void shouldRefuseACompactionInTheMiddle() {
    SagaCompacted compacted = new SagaCompacted(SagaState.started(ID, STARTED));

    assertBroken("Saga order-1 is started twice: " + compacted + ".", STARTED, compacted);
  }

  @Test
  void shouldRefuseASuccessThatNobodyAskedFor() {
    assertBroken("A step that is PENDING cannot take " + SUCCEEDED + ".", STARTED, SUCCEEDED);
  }

  @Test
  void shouldRefuseASecondSuccess() {
    assertBroken(
        "A step that is SUCCEEDED cannot take " + SUCCEEDED + ".",
        STARTED,
        ISSUED,
        SUCCEEDED,
        SUCCEEDED);
  }

  @Test
  void shouldRefuseToUndoWhatIsInFlight() {
    CommandIssued undo = new CommandIssued(RESERVE_STOCK, COMPENSATION, 1, 10_000);

    assertBroken("A step that is ACTING cannot take " + undo + ".", STARTED, ISSUED, undo);
  }

  @Test
  void shouldRefuseToUndoTwice() {
    StepCompensated compensated = new StepCompensated(RESERVE_STOCK);

    assertBroken(
        "A step that is UNDONE cannot take " + compensated + ".",
        STARTED,
        ISSUED,
        SUCCEEDED,
        new CommandIssued(RESERVE_STOCK, COMPENSATION, 1, 10_000),
        compensated,
        compensated);
  }

  @Test
  void shouldRefuseToTurnRoundTwice() {
    CompensationStarted turned = new CompensationStarted(because("SOLD_OUT"));

    assertBroken(
        "A saga that is COMPENSATING cannot become COMPENSATING.", STARTED, turned, turned);
  }

  @Test
  void shouldRefuseToComeBackFromItsEnd() {
    assertBroken(
        "A saga that is COMPLETED cannot become COMPENSATING.",
        STARTED,
        new SagaEnded(SagaStatus.COMPLETED),
        new CompensationStarted(because("SOLD_OUT")));
  }

  private static void assertBroken(String why, SagaEvent... journal) {
    List<SagaEvent> events = Arrays.asList(journal);

    assertThatExceptionOfType(BrokenInvariant.class)
        .isThrownBy(() -> SagaState.fold(ID, events))
        .withMessage(why);
  }
}
