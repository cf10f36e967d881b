package io.palinode.chaos.saga;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.message.SagaStatus.PARKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import java.util.HashSet;
import java.util.List;
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
  void shouldLeaveItOpenWhoHasItsTurnAndWhichSignalComes() {
    assertThat(prospects("turn", GOOD)).containsExactly(COMPLETED, COMPENSATED);
    assertThat(prospects("rival", GOOD)).containsExactly(COMPLETED, COMPENSATED);
    assertThat(prospects("letter", GOOD)).containsExactly(COMPLETED);
    assertThat(prospects("knock", GOOD)).containsExactly(COMPLETED, COMPENSATED);
  }

  @Test
  void shouldLetASagaBeCancelledUpToItsPivot() {
    var cancelled = Prospects.of(Errands.named("order"), GOOD, true);
    var stuck = Prospects.of(Errands.named("order"), GOOD.withUndo("hold", Mood.UNABLE), true);

    assertThat(cancelled).containsExactly(COMPLETED, COMPENSATED);
    assertThat(stuck).containsExactly(PARKED, COMPLETED, COMPENSATED);
    assertThat(Prospects.of(Errands.named("promise"), GOOD, true)).containsExactly(COMPLETED);
  }

  @Test
  void shouldNeverLetASagaParkThatKeepsOthersWaiting() {
    var random = new SplittableRandom(1);
    Set<SagaStatus> ends = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      for (var name : List.of("turn", "rival")) {
        var saga = Errands.named(name);
        ends.addAll(Prospects.of(saga, Plot.draw(saga, random), true));
      }
    }
    assertThat(ends).containsExactlyInAnyOrder(COMPLETED, COMPENSATED);
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
      ends.addAll(Prospects.of(saga, script, false));
    }
    assertThat(moods)
        .containsExactlyInAnyOrder(Mood.BUSY, Mood.SLOW, Mood.REFUSING, Mood.UNABLE, Mood.MUTE);
    assertThat(ends).containsExactlyInAnyOrder(COMPLETED, COMPENSATED, PARKED);
  }

  private static Set<SagaStatus> order(Script script) {
    return prospects("order", script);
  }

  private static Set<SagaStatus> rush(Script script) {
    return prospects("rush", script);
  }

  private static Set<SagaStatus> prospects(String saga, Script script) {
    return Prospects.of(Errands.named(saga), script, false);
  }
}
