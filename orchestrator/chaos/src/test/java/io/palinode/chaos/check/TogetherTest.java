package io.palinode.chaos.check;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.chaos.saga.Script;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must hold of several sagas together. */
class TogetherTest {
  private static final String FIRST = "errand-1";
  private static final String SECOND = "errand-2";

  @Test
  void shouldFindNothingWhereSagasTakeTurns() {
    var first = turn(FIRST).acts("sit", "draw", "sign", "file");
    var second = Case.of(SECOND, "rival", Script.WILLING).at(5).acts("stand").undoes("stand");

    assertThat(Turns.contradictions(evidence(first, second))).isEmpty();
  }

  @Test
  void shouldFindASagaThatDoesSomethingInAnothersTurn() {
    var first = turn(FIRST).acts("sit").at(3).acts("draw").at(5).acts("sign");
    var second = Case.of(SECOND, "rival", Script.WILLING).at(2).acts("stand", "peek");

    assertThat(Turns.contradictions(evidence(first, second)))
        .containsExactly(
            new Contradiction(
                "takes its turn",
                FIRST,
                "draw/action was done at desk-1 after errand-2 had begun its turn there"),
            new Contradiction(
                "takes its turn",
                SECOND,
                "peek/action was done at desk-1 after errand-1 had begun its turn there"));
  }

  @Test
  void shouldFindACompensationInAnothersTurn() {
    var first = turn(FIRST).acts("sit").at(9).undoes("sit");
    var second = turn(SECOND).at(5).acts("sit");

    assertThat(Turns.contradictions(evidence(first, second)))
        .extracting(Contradiction::subject)
        .containsExactly(FIRST);
  }

  @Test
  void shouldFindASignalThatWokeNobodyOrTwo() {
    var first = letter(FIRST).hears("word-1").acts("answer").rests(COMPLETED);
    var second = letter(SECOND).hears("word-1").rests(COMPLETED);
    var sent = List.of(signal("word-1"), signal("word-2"), signal("word-2"));

    assertThat(Signals.contradictions(evidence(List.of(first, second), sent, List.of())))
        .containsExactly(
            new Contradiction(
                "wakes one saga", FIRST, "signal word-1 is with [errand-1, errand-2]"),
            new Contradiction("wakes one saga", "word-2", "signal word-2 is with []"));
  }

  @Test
  void shouldFindASignalThatIsKeptAndTaken() {
    var saga = letter(FIRST).hears("word-1").rests(COMPLETED);
    var box = VerdictTest.key("signal:word:box-1", "{'kept':[{'signal':'word-1'}]}");

    assertThat(
            Signals.contradictions(
                evidence(List.of(saga), List.of(signal("word-1")), List.of(box))))
        .extracting(Contradiction::finding)
        .containsExactly("signal word-1 is with [errand-1, signal:word:box-1]");
  }

  @Test
  void shouldFindASignalThatNobodySent() {
    var saga = letter(FIRST).acts("post").hears("word-9").acts("answer").rests(COMPLETED);

    assertThat(Signals.contradictions(evidence(saga)))
        .containsExactly(new Contradiction("was sent", FIRST, "nobody sent signal word-9"));
  }

  @Test
  void shouldBeContentWhereEverySignalHasItsPlace() {
    var saga = letter(FIRST).acts("post").hears("word-1").acts("answer").rests(COMPLETED);
    var box = VerdictTest.key("signal:word:box-1", "{'kept':[{'signal':'word-2'}]}");
    var sent = List.of(signal("word-1"), signal("word-1"), signal("word-2"));

    assertThat(Signals.contradictions(evidence(List.of(saga), sent, List.of(box)))).isEmpty();
  }

  @Test
  void shouldNotBeContentWithARunThatMetNothing() {
    var saga = turn(FIRST).rests(COMPENSATED);
    var many = Collections.nCopies(Tried.MANY_SAGAS, saga);

    assertThat(Tried.contradictions(evidence(many, List.of(), List.of())))
        .extracting(Contradiction::subject)
        .containsExactly(
            "completed",
            "found its desk taken",
            "heard a signal",
            "missed a signal",
            "was cancelled",
            "was paused");
    assertThat(Tried.contradictions(evidence(letter(FIRST).rests(COMPLETED)))).isEmpty();
  }

  private static Case turn(String id) {
    return Case.of(id, "turn", Script.WILLING);
  }

  private static Case letter(String id) {
    return Case.of(id, "letter", Script.WILLING);
  }

  private static SignalLine signal(String id) {
    return new SignalLine(1, id, "box-1");
  }

  private static Evidence evidence(Case... sagas) {
    return evidence(Arrays.asList(sagas), List.of(), List.of());
  }

  private static Evidence evidence(List<Case> sagas, List<SignalLine> signals, List<KeyLine> keys) {
    var cases = sagas.stream().map(Case::saga).toList();
    return new Evidence(cases, signals, List.of(VerdictTest.QUIET), keys);
  }
}
