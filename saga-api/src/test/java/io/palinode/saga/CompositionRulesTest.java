package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every rule of parallels, choices and for-eaches is broken once, and the whole error is read. */
class CompositionRulesTest {
  private final SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);

  @Test
  void shouldAcceptEveryPartInsideEveryOther() {
    SagaDefinition<Trip> definition =
        saga.parallel("all")
            .branch(
                one ->
                    undoable("a")
                        .andThen(
                            b ->
                                b.choice("which")
                                    .when("first", trip -> true, undoable("b"))
                                    .otherwise(undoable("c")))
                        .accept(one))
            .branch(
                two ->
                    two.forEach("each", String.class, trip -> List.of(trip.traveller()))
                        .atMost(3)
                        .run(
                            item ->
                                item.parallel("inner")
                                    .branch(x -> leg(x, "d").compensation(i -> i.item()))
                                    .branch(x -> leg(x, "e").compensation(i -> i.index()))
                                    .join()))
            .join()
            .onlyIf("seated", trip -> trip.seat() != null, undoable("f"))
            .choice("payment")
            .when("card", trip -> true, card -> leg(card, "charge").pivot())
            .when("invoice", trip -> true, invoice -> leg(invoice, "bill").pivot())
            .otherwiseNothing()
            .parallel("after")
            .branch(branch -> leg(branch, "g").retriable())
            .branch(branch -> leg(branch, "h").retriable().onlyIf(trip -> true))
            .join()
            .build();

    assertThat(definition.steps())
        .extracting(Step::name)
        .containsExactly("a", "b", "c", "d", "e", "f", "charge", "bill", "g", "h");
    assertThat(definition.step("d[2]")).isSameAs(definition.step("d"));
  }

  @Test
  void shouldRefuseAParallelThatIsNotWhole() {
    saga.parallel("all").atOnce(0).branch(undoable("a")).branch(branch -> {});

    assertRefused(
        "Parallel 'all' is not ended: add .join() after its last branch.",
        "Parallel 'all' has nothing in branch 2: add a step to it, or remove it.",
        "Parallel 'all' runs 0 branches at once: give 1 or more.");
  }

  @Test
  void shouldRefuseAParallelOfOneBranch() {
    saga.parallel("all").branch(undoable("a")).join().parallel("none").join();

    assertRefused(
        "Parallel 'all' has one branch only: add another .branch(...), or write the steps without"
            + " .parallel(...).",
        "Parallel 'none' has no branch: add another .branch(...), or write the steps without"
            + " .parallel(...).");
  }

  @Test
  void shouldRefuseAChoiceThatIsNotWhole() {
    saga.choice("which")
        .when("Left", trip -> true, undoable("a"))
        .when("right", trip -> true, branch -> {})
        .when("right", trip -> true, undoable("b"));

    assertRefused(
        "Choice 'which' is not ended: add .otherwise(...) or .otherwiseNothing().",
        "Choice 'which': a branch's label is 'Left'; write lower-case words joined by hyphens, at"
            + " most 64 characters, such as 'reserve-stock'.",
        "Choice 'which' has nothing in branch 'right': add a step to it, or remove it.",
        "Choice 'which' has two branches 'right': give each branch a label of its own.");
  }

  @Test
  void shouldRefuseAChoiceWithNothingToChoose() {
    saga.choice("which").otherwise(undoable("a"));

    assertRefused(
        "Choice 'which' has no branch to choose: add .when(label, predicate, ...), or write the"
            + " steps without .choice(...).");
  }

  @Test
  void shouldRefuseAForEachThatIsNotWhole() {
    saga.forEach("each", String.class, trip -> List.of(trip.traveller()));
    saga.forEach("every", String.class, trip -> List.of(trip.traveller()))
        .atMost(3)
        .atOnce(0)
        .run(item -> {});

    assertRefused(
        "For-each 'each' does not say how many items there may be: add .atMost(items), with 1 or"
            + " more.",
        "For-each 'each' has nothing to run: end it with .run(item -> item.step(...)...).",
        "For-each 'every' works on 0 items at once: give 1 or more.",
        "For-each 'every' has nothing to run: end it with .run(item -> item.step(...)...).");
  }

  @Test
  void shouldCountTheItemsOfForEachesInsideEachOther() {
    saga.forEach("each", String.class, trip -> List.of(trip.traveller()))
        .atMost(20)
        .run(
            item ->
                item.forEach("inner", String.class, i -> List.of(i.item()))
                    .atMost(16)
                    .run(inner -> leg(inner, "a").withoutCompensation()));

    assertRefused(
        "It may run 320 steps, waits and decisions, each item of a for-each counted; the limit is"
            + " 300. For-each 'each' may run 320 of them: lower its .atMost(items).");
  }

  @Test
  void shouldGiveTheFunctionsInsideTwoForEachesBothItems() {
    saga.forEach("each", String.class, trip -> List.of("a", "b"))
        .atMost(2)
        .run(
            item ->
                item.forEach("inner", Integer.class, i -> List.of(i.index()))
                    .atMost(2)
                    .run(
                        inner ->
                            inner
                                .step("a")
                                .at("railway")
                                .command(
                                    i ->
                                        "%s %s/%d %s/%d"
                                            .formatted(
                                                i.data().data().traveller(),
                                                i.data().item(),
                                                i.data().index(),
                                                i.item(),
                                                i.index()))
                                .withoutCompensation()));
    Trip trip = new Trip("Ann", null);
    Step<Trip> step = stepInside(saga.build().root());

    Scope<Trip> scope = Scope.of(trip).about("b", 1).about(7, 4);
    assertThat(step.action().command().apply(scope)).isEqualTo("Ann b/1 7/4");
  }

  private static <D> Step<D> stepInside(Node<D> node) {
    return node instanceof Step<D> step ? step : stepInside(node.inside().get(0));
  }

  @Test
  void shouldRefuseMoreRunsThanALogCanHold() {
    saga.forEach("each", String.class, trip -> List.of(trip.traveller()))
        .atMost(151)
        .run(
            item -> {
              leg(item, "a").withoutCompensation();
              leg(item, "b").withoutCompensation();
            });

    assertRefused(
        "It may run 302 steps, waits and decisions, each item of a for-each counted; the limit is"
            + " 300. For-each 'each' may run 302 of them: lower its .atMost(items).");
  }

  @Test
  void shouldNameTheForEachThatRunsTheMost() {
    saga.forEach("few", String.class, trip -> List.of(trip.traveller()))
        .atMost(100)
        .run(item -> leg(item, "a").withoutCompensation());
    saga.forEach("many", String.class, trip -> List.of(trip.traveller()))
        .atMost(201)
        .run(item -> leg(item, "b").withoutCompensation());

    assertRefused(
        "It may run 301 steps, waits and decisions, each item of a for-each counted; the limit is"
            + " 300. For-each 'many' may run 201 of them: lower its .atMost(items).");
  }

  @Test
  void shouldRefuseTwoPartsOfOneName() {
    saga.parallel("all").branch(undoable("a")).branch(undoable("a")).join();
    saga.choice("all").when("b", trip -> true, undoable("b")).otherwiseNothing();

    assertRefused(
        "Step 'a' is named twice: give each step a name of its own.",
        "Choice 'all' has the name of a parallel: give each part a name of its own.");
  }

  @Test
  void shouldRefuseAPivotBesideOtherSteps() {
    saga.parallel("all")
        .branch(undoable("a"))
        .branch(branch -> leg(branch, "take-fare").pivot())
        .join();

    assertRefused(
        "Step 'take-fare' is a pivot inside the parallel 'all', where what runs beside it may fail"
            + " or be repeated: move it before or behind 'all'.");
  }

  @Test
  void shouldRefuseARetriableStepBesideOneThatMayFail() {
    saga.parallel("all")
        .branch(undoable("a"))
        .branch(branch -> leg(branch, "print-ticket").retriable())
        .join();

    assertRefused(
        "Step 'print-ticket' is retriable and never undone, but 'a' in the same parallel 'all' may"
            + " fail: mark 'a' .retriable() too, or move 'print-ticket' behind 'all'.");
  }

  @Test
  void shouldRefuseARetriableStepBeforeThoseOfTheNextItem() {
    saga.forEach("each", String.class, trip -> List.of(trip.traveller()))
        .atMost(3)
        .run(
            item -> {
              leg(item, "a").withoutCompensation();
              leg(item, "b").retriable();
            });

    assertRefused(
        "Step 'b' is retriable and never undone, but 'a' in the same for-each 'each' may fail: mark"
            + " 'a' .retriable() too, or move 'b' behind 'each'.");
  }

  @Test
  void shouldRefuseWhatMayFailAfterAPivotOnAnyPath() {
    saga.choice("payment")
        .when("card", trip -> true, card -> leg(card, "charge").pivot())
        .otherwise(undoable("a"))
        .parallel("all")
        .branch(undoable("b"))
        .branch(branch -> leg(branch, "c").retriable().onlyIf(trip -> true))
        .join();

    assertRefused(
        "Step 'c' is retriable and never undone, but 'b' in the same parallel 'all' may fail: mark"
            + " 'b' .retriable() too, or move 'c' behind 'all'.",
        "Step 'b' may fail, but follows the pivot step 'charge', after which nothing is undone:"
            + " mark it .retriable(), or move it before 'charge'.");
  }

  @Test
  void shouldLeaveTheLabelOfTheOtherBranchToIt() {
    saga.choice("payment").when("otherwise", trip -> true, undoable("a")).otherwise(undoable("b"));

    assertRefused(
        "Choice 'payment' has two branches 'otherwise': leave that label to .otherwise(...).");
  }

  @Test
  void shouldRefuseASecondPivotOnAnyPath() {
    saga.choice("payment")
        .when("card", trip -> true, card -> leg(card, "charge").pivot())
        .otherwise(undoable("a"))
        .step("bill")
        .at("railway")
        .command(Trip::traveller)
        .pivot();

    assertRefused(
        "Step 'bill' is a pivot, but follows the pivot step 'charge': a saga has at most one pivot,"
            + " before every retriable step; mark it .retriable(), or move it before 'charge'.");
  }

  @Test
  void shouldRefuseAForgottenCompensationWhereverItIs() {
    saga.forEach("each", String.class, trip -> List.of(trip.traveller()))
        .atMost(2)
        .run(item -> leg(item, "a"));

    assertRefused(
        "Step 'a' has no compensation: add .compensation(data -> ...), or say"
            + " .withoutCompensation() if it leaves nothing to undo, or mark it .pivot() or"
            + " .retriable().");
  }

  private static Consumer<Branch<Trip, Trip>> undoable(String step) {
    return branch -> leg(branch, step).compensation(Trip::seat);
  }

  private static <V> BranchStep<V, Trip> leg(Branch<V, Trip> branch, String step) {
    return branch.step(step).at("railway").command(view -> step);
  }

  private void assertRefused(String... faults) {
    String lines = String.join(System.lineSeparator() + "  - ", faults);
    assertThatExceptionOfType(InvalidSagaDefinition.class)
        .isThrownBy(saga::build)
        .withMessage("Saga 'book-trip' cannot be built:%n  - %s", lines);
  }
}
