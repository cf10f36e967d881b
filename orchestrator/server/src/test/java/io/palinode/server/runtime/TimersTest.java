package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.Direction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers();

  @Test
  void shouldGiveWhatIsDueTheEarliestFirst() {
    set("late", "pay", 30);
    set("first", "pay", 10);
    set("second", "pay", 20);

    assertThat(due(20)).containsExactly("first", "second");
    assertThat(nextAt()).isEqualTo(30);
  }

  @Test
  void shouldGiveTimersOfOneMomentInTheOrderInWhichTheyWereSet() {
    set("b", "pay", 10);
    set("a", "pay", 10);
    set("c", "pay", 10);

    assertThat(due(10)).containsExactly("b", "a", "c");
  }

  @Test
  void shouldGiveNothingBeforeItsTime() {
    set("saga", "pay", 10);

    assertThat(due(9)).isEmpty();
    assertThat(due(10)).containsExactly("saga");
    assertThat(due(11)).isEmpty();
  }

  @Test
  void shouldKeepOneTimerForEachStepOfEachSaga() {
    timers.set("saga", new TimerFired("pay", Direction.ACTION, 1), 10);
    timers.set("saga", new TimerFired("pay", Direction.COMPENSATION, 2), 20);
    set("saga", "ship", 15);
    set("other", "pay", 16);

    assertThat(nextAt()).isEqualTo(15);
    assertThat(due(16)).containsExactly("saga", "other");
    assertThat(timers.earliest())
        .isNotNull()
        .extracting(Timers.Timer::fired)
        .isEqualTo(new TimerFired("pay", Direction.COMPENSATION, 2));
  }

  @Test
  void shouldForgetWhatIsCancelled() {
    set("saga", "pay", 10);
    set("saga", "ship", 20);

    timers.cancel("saga", "pay");
    timers.cancel("saga", "never-set");

    assertThat(nextAt()).isEqualTo(20);
    assertThat(due(20)).containsExactly("saga");
    assertThat(nextAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldSweepOutWhatIsCancelledAndNothingElse() {
    for (int i = 0; i < 100_000; i++) {
      set("saga-" + i, "pay", 1_000 + i);
      if (i >= 3) {
        timers.cancel("saga-" + i, "pay");
      }
    }

    assertThat(timers.queued()).isLessThan(2_000);
    assertThat(due(1_000_000)).containsExactly("saga-0", "saga-1", "saga-2");
  }

  private void set(String saga, String step, long at) {
    timers.set(saga, new TimerFired(step, Direction.ACTION, 1), at);
  }

  private List<String> due(long now) {
    List<String> due = new ArrayList<>();
    while (nextAt() <= now) {
      due.add(timers.earliest().sagaId());
      timers.removeEarliest();
    }
    return due;
  }

  private long nextAt() {
    Timers.Timer earliest = timers.earliest();
    return earliest == null ? Long.MAX_VALUE : earliest.at();
  }
}
