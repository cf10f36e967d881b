package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.Chores.Parking;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private static final Definitions DEFINITIONS =
      new Definitions(List.of(Orders.PLACE_ORDER), Orders.CODEC);

  private final Quarantine quarantine = new Quarantine();
  private final LiveSagas loaded = new LiveSagas();
  private final List<Parking> parked = new ArrayList<>();

  @Test
  void shouldParkASagaAsTheJournalHasIt() {
    LiveSaga stored = Standing.ended("a", SagaStatus.RUNNING);
    loaded.add(stored);
    quarantine.add("a", Standing.ended("a", SagaStatus.COMPENSATING), "its lock is gone.");

    recall();

    assertThat(parked)
        .containsExactly(new Parking(stored, new Reason("CORRUPT", "its lock is gone.")));
  }

  @Test
  void shouldParkASagaAsItWasRememberedWhenItsLogIsGone() {
    quarantine.add("a", Standing.ended("a", SagaStatus.RUNNING), "its log is gone.");

    recall();

    assertThat(parked).singleElement().matches(parking -> parking.saga().isUnwritten());
    assertThat(loaded.find("a")).isNotNull();
  }

  @Test
  void shouldLeaveAnEndedSagaInTheJournalForThisSession() {
    quarantine.add("a", null, "somebody holds its lock.");
    for (int term = 0; term < 3; term++) {
      LiveSaga stored = Standing.completed("a");
      loaded.add(stored);
      recall();
      assertThat(stored.leave()).isFalse();
    }
    assertThat(parked).isEmpty();

    quarantine.clear();
    LiveSaga stored = Standing.completed("a");
    loaded.add(stored);
    recall();
    assertThat(stored.leave()).isTrue();
  }

  @Test
  void shouldParkEachOnceAndNothingOfAnEarlierSession() {
    loaded.add(Standing.ended("a", SagaStatus.RUNNING));
    quarantine.add("a", null, "its lock is gone.");
    recall();
    recall();
    assertThat(parked).hasSize(1);

    quarantine.add("finished-by-another", Standing.ended("b", SagaStatus.RUNNING), "lost");
    quarantine.clear();
    recall();
    assertThat(parked).hasSize(1);
  }

  private void recall() {
    quarantine.recall(loaded, DEFINITIONS, parked::add);
  }
}
