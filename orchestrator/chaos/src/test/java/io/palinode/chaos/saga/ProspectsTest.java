package io.palinode.chaos.saga;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.message.SagaStatus.PARKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProspectsTest {
  private static final Script GOOD = Script.WILLING;

  @Test
  void shouldKnowTheOneWayOfAPatientSaga() {
    assertThat(order(GOOD)).containsExactly(COMPLETED);
    assertThat(order(GOOD.withAction("hold", Mood.BUSY))).containsExactly(COMPLETED);
    assertThat(order(GOOD.withAction("hold", Mood.REFUSING))).containsExactly(COMPENSATED);
    assertThat(order(GOOD.withAction("hold", Mood.UNABLE))).containsExactly(COMPENSATED);
    assertThat(order(GOOD.withAction("charge", Mood.REFUSING))).containsExactly(COMPENSATED);
    assertThat(order(GOOD.withAction("charge", Mood.UNABLE))).containsExactly(PARKED);
    assertThat(order(GOOD.withAction("ship", Mood.REFUSING))).containsExactly(PARKED);
  }

  @Test
  void shouldParkWhereAStepThatWasDoneCannotBeUndone() {
    var stuck = GOOD.withUndo("hold", Mood.UNABLE);

    assertThat(order(stuck)).containsExactly(COMPLETED);
    assertThat(order(stuck.withAction("charge", Mood.REFUSING))).containsExactly(PARKED);
    assertThat(order(stuck.withAction("hold", Mood.REFUSING))).containsExactly(COMPENSATED);
    assertThat(order(stuck.withAction("reserve", Mood.REFUSING))).containsExactly(COMPENSATED);
  }

  @Test
  void shouldLeaveItOpenHowAHastySagaEnds() {
    assertThat(rush(GOOD)).containsExactly(COMPLETED, COMPENSATED);
    assertThat(rush(GOOD.withUndo("pick", Mood.REFUSING)))
        .containsExactly(PARKED, COMPLETED, COMPENSATED);
    assertThat(rush(GOOD.withAction("pick", Mood.MUTE))).containsExactly(COMPENSATED);
    assertThat(rush(GOOD.withAction("drive", Mood.UNABLE))).containsExactly(PARKED, COMPENSATED);
  }

  @Test
  void shouldDrawScriptsOfEveryMoodAndEnd() {
    var random = new SplittableRandom(1);
    Set<Mood> moods = new HashSet<>();
    Set<SagaStatus> ends = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      var saga = Errands.all().get(i % Errands.all().size());
      var script = Plot.draw(saga, random);
      moods.addAll(script.actions().values());
      ends.addAll(Prospects.of(saga, script));
    }
    assertThat(moods)
        .containsExactlyInAnyOrder(Mood.BUSY, Mood.SLOW, Mood.REFUSING, Mood.UNABLE, Mood.MUTE);
    assertThat(ends).containsExactlyInAnyOrder(COMPLETED, COMPENSATED, PARKED);
  }

  private static Set<SagaStatus> order(Script script) {
    return Prospects.of(Errands.named("order"), script);
  }

  private static Set<SagaStatus> rush(Script script) {
    return Prospects.of(Errands.named("rush"), script);
  }
}
