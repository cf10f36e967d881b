package io.palinode.core;

import static io.palinode.core.Faulty.PRINT;
import static io.palinode.core.Faulty.WRITE;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.SagaDefinition;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The tables hold no row that nothing takes, and nothing takes a row that they do not hold. */
class TransitionTableTest {
  private final RowsTaken rows = new RowsTaken();

  @Test
  void shouldTakeEveryRow() {
    for (String shape : List.of("cc", "cp", "cr")) {
      new Explorer(2, rows).explore(shape);
    }
    isGivenUpBesideAFailure();
    failsToBuildItsFirstCommand();
    failsToBuildItsSecondAttempt();
    failsToUndoASuccess();
    failsToUndoAnUnknown();
    failsToUndoASecondTime();
    standsStillAndGoesOn();
    isFreedAndFailsToBuildAgain();

    assertThat(rows.ofSteps()).containsExactly(StepTransition.values());
    assertThat(rows.ofSagas()).containsExactly(SagaTransition.values());
  }

  @Test
  void shouldTellEachRowFromEveryOther() {
    assertThat(StepTransition.values())
        .extracting(row -> row.from() + " to " + row.to())
        .doesNotHaveDuplicates();
    assertThat(SagaTransition.values())
        .extracting(row -> row.from() + " to " + row.to())
        .doesNotHaveDuplicates();
  }

  private void isGivenUpBesideAFailure() {
    LiveSaga<PlanTrip.Trip> trip = new LiveSaga<>(PlanTrip.sideBySide(3));
    trip.start(PlanTrip.PLANNED);
    trip.triesAgain(action(PlanTrip.FLIGHT), "BUSY");
    trip.rejects(action(PlanTrip.ROOM), "NO_ROOM");
    rows.observe(LiveSaga.ID, trip.journal());
  }

  private void failsToBuildItsFirstCommand() {
    LiveSaga<String> page = started(Faulty.command(Faulty.workingFor(0)));
    rows.observe(LiveSaga.ID, page.journal());
  }

  private void failsToBuildItsSecondAttempt() {
    LiveSaga<String> page = started(Faulty.command(Faulty.workingFor(1)));
    page.isSilent(action(WRITE));
    page.isTriedAgain(action(WRITE));
    rows.observe(LiveSaga.ID, page.journal());
  }

  private void failsToUndoASuccess() {
    LiveSaga<String> page = started(Faulty.compensation(Faulty.workingFor(0)));
    page.succeeds(action(WRITE));
    page.rejects(action(PRINT), "NO_PAPER");
    rows.observe(LiveSaga.ID, page.journal());
  }

  private void failsToUndoAnUnknown() {
    LiveSaga<String> page = started(Faulty.compensation(Faulty.workingFor(0)));
    page.isSilent(action(WRITE));
    page.isTriedAgain(action(WRITE));
    page.isSilent(action(WRITE));
    rows.observe(LiveSaga.ID, page.journal());
  }

  private void failsToUndoASecondTime() {
    LiveSaga<String> page = started(Faulty.compensation(Faulty.workingFor(1)));
    page.succeeds(action(WRITE));
    page.rejects(action(PRINT), "NO_PAPER");
    page.isSilent(compensation(WRITE));
    page.isTriedAgain(compensation(WRITE));
    rows.observe(LiveSaga.ID, page.journal());
  }

  private void standsStillAndGoesOn() {
    LiveSaga<PlaceOrder.Order> order = new LiveSaga<>(PlaceOrder.saga());
    order.start(PlaceOrder.TWO_APPLES);
    order.paused("");
    order.parks("CORRUPT");
    order.retried("");
    order.paused("");
    order.resumed("");
    order.cancelled("");
    order.paused("");
    order.resumed("");
    rows.observe(LiveSaga.ID, order.journal());
  }

  private void isFreedAndFailsToBuildAgain() {
    LiveSaga<String> page = started(Faulty.command(Faulty.workingFor(0)));
    page.retried("");
    page.cancelled("");
    rows.observe(LiveSaga.ID, page.journal());

    LiveSaga<String> printed = started(Faulty.command(text -> text));
    printed.succeeds(action(WRITE));
    printed.isSilent(action(PRINT));
    printed.retried("");
    rows.observe(LiveSaga.ID, printed.journal());

    isFreedWhileUndoing(Faulty.workingFor(2));
    isFreedWhileUndoing(Faulty.workingFor(3));
  }

  private void isFreedWhileUndoing(UnaryOperator<String> undo) {
    LiveSaga<String> page = started(Faulty.compensation(undo));
    page.succeeds(action(WRITE));
    page.rejects(action(PRINT), "NO_PAPER");
    page.isSilent(compensation(WRITE));
    page.isTriedAgain(compensation(WRITE));
    page.isSilent(compensation(WRITE));
    page.retried("");
    rows.observe(LiveSaga.ID, page.journal());
  }

  private static LiveSaga<String> started(SagaDefinition<String> definition) {
    LiveSaga<String> page = new LiveSaga<>(definition);
    page.start("page");
    return page;
  }
}
