package io.palinode.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration SESSION = Duration.ofSeconds(2);
  private static final Duration LENGTH = Duration.ofMinutes(5);

  @Test
  void shouldPlanTheSameFaultsForTheSameSeed() {
    assertThat(Schedule.draw(7, LENGTH, SESSION)).isEqualTo(Schedule.draw(7, LENGTH, SESSION));
    assertThat(Schedule.draw(7, LENGTH, SESSION)).isNotEqualTo(Schedule.draw(8, LENGTH, SESSION));
  }

  @Test
  void shouldDealEveryKindBeforeOneComesAgain() {
    Schedule.draw(7, LENGTH, SESSION)
        .lanes()
        .forEach(
            (lane, faults) -> {
              var kinds = FaultKind.of(lane);
              assertThat(kindsOf(faults.subList(0, kinds.size())))
                  .containsExactlyInAnyOrderElementsOf(kinds);
            });
  }

  @Test
  void shouldFreezeAnOrchestratorForLongerThanItsSession() {
    var freezes =
        Schedule.draw(7, LENGTH, SESSION).lanes().get(Lane.ORCHESTRATORS).stream()
            .filter(fault -> fault.kind() == FaultKind.FREEZE_ORCHESTRATOR)
            .map(PlannedFault::lasting)
            .toList();

    assertThat(freezes).isNotEmpty().allMatch(lasting -> lasting.compareTo(SESSION) > 0);
  }

  @Test
  void shouldPlanNothingOutsideOfTheRun() {
    assertThat(Schedule.draw(7, LENGTH, SESSION).lanes().values())
        .allSatisfy(
            faults ->
                assertThat(faults)
                    .extracting(PlannedFault::at)
                    .isSorted()
                    .allMatch(at -> !at.isNegative() && at.compareTo(LENGTH) < 0));
  }

  private static List<FaultKind> kindsOf(List<PlannedFault> faults) {
    return faults.stream().map(PlannedFault::kind).toList();
  }
}
