package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockBudgetTest {
  private static final int PREFIX = 1_000;
  private static final String ID = "x".repeat(24);

  private final LockBudget budget = new LockBudget(PREFIX);

  @Test
  void shouldTakeAsManyPathsAsFitAndNoMore() {
    assertThat(takeAll()).isEqualTo(LockBudget.MAX_PATH_BYTES / (PREFIX + ID.length()));
    assertThat(budget.take(ID)).isFalse();
  }

  @Test
  void shouldHaveRoomAgainForWhatIsGivenBack() {
    takeAll();

    budget.giveBack(ID);

    assertThat(budget.take(ID)).isTrue();
    assertThat(budget.take(ID)).isFalse();
  }

  private int takeAll() {
    int taken = 0;
    while (budget.take(ID)) {
      taken++;
    }
    return taken;
  }
}
