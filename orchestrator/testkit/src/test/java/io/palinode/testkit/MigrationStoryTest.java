package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stories of visits that begin with one version of their definition and go on with another. */
class MigrationStoryTest {
  private static final Stay STAY = new Stay("anna");
  private static final OpenDoor OPEN = new OpenDoor("anna", "front");
  private static final CloseDoor CLOSE = new CloseDoor("anna");
  private static final Greet GREET = new Greet("anna");

  private static final SagaDefinition<Stay> PLAIN = visit(1, stay -> new CloseDoor(stay.guest()));

  /** Data of another form, another door, and a towel before the greeting. */
  private static final SagaDefinition<Visit> WITH_TOWEL =
      Saga.named("visit", Visit.class)
          .version(2)
          .migratesFrom(1, Stay.class, stay -> new Visit("Lady Anna", null))
          .step("open-door")
          .at("house")
          .command(visit -> new OpenDoor(visit.name(), "garden"))
          .compensation(visit -> new CloseDoor(visit.name()))
          .delay("coffee", Duration.ofHours(1))
          .step("lay-towel")
          .at("maid")
          .command(visit -> new LayTowel(visit.name()))
          .onReply(TowelLaid.class, (visit, laid) -> new Visit(visit.name(), laid.colour()))
          .compensation(visit -> new TakeTowel(visit.towel()))
          .step("greet")
          .at("host")
          .command(visit -> new Greet(visit.name()))
          .pivot()
          .build();

  record Stay(String guest) {}

  record Visit(String name, @Nullable String towel) {}

  record OpenDoor(String guest, String door) {}

  record CloseDoor(String guest) {}

  record LayTowel(String guest) {}

  record TowelLaid(String colour) {}

  record TakeTowel(@Nullable String colour) {}

  record Greet(String guest) {}

  @Test
  void shouldGoOnAsTheNewVersionAndBeUndoneAsThat() {
    TestedSaga<Visit> story =
        opened()
            .after(Duration.ofMinutes(20))
            .migrateTo(WITH_TOWEL)
            .expectData(new Visit("Lady Anna", null))
            .after(Duration.ofMinutes(39))
            .expectNothingSent()
            .after(Duration.ofMinutes(1))
            .expectCommand("maid", new LayTowel("Lady Anna"))
            .succeeds(new TowelLaid("blue"))
            .expectCommand("host", new Greet("Lady Anna"))
            .rejects("NOT_AT_HOME")
            .expectCompensation("maid", new TakeTowel("blue"))
            .succeeds()
            .expectCompensation("house", new CloseDoor("Lady Anna"))
            .succeeds()
            .expectCompensated("NOT_AT_HOME")
            .expectData(new Visit("Lady Anna", "blue"));

    assertThat(story.history())
        .contains(
            "0:20:00.000  the saga moves to version 2; the data are now"
                + " {\"name\":\"Lady Anna\",\"towel\":null}");
  }

  @Test
  void shouldTakeTheAnswerToWhatTheOldVersionSent() {
    var old = started();
    var open = old.expectCommand("house", OPEN);

    var story = old.migrateTo(WITH_TOWEL).expectNothingSent();
    open.succeeds();

    story.after(Duration.ofHours(1)).expectCommand("maid", new LayTowel("Lady Anna"));
  }

  @Test
  void shouldSendWhatWasSentBeforeAsTheNewVersionBuildsIt() {
    var open = started().expectCommand("house", OPEN);

    open.isSilent()
        .migrateTo(WITH_TOWEL)
        .expectCommand("house", new OpenDoor("Lady Anna", "garden"))
        .isSilent()
        .expectCommand("house", new OpenDoor("Lady Anna", "garden"))
        .isSilent();
  }

  @Test
  void shouldStayAsItIsWhereSomethingNewStandsBeforeWhatHasBegun() {
    opened()
        .expectCommand("host", GREET)
        .after(Duration.ofSeconds(1))
        .triesAgain("BUSY")
        .expectCannotMigrateTo(
            WITH_TOWEL, "step 'lay-towel' has not begun, and stands before 'greet', which has")
        .expectData(STAY)
        .expectCommand("host", GREET)
        .succeeds()
        .expectCompleted()
        .expectCannotMigrateTo(WITH_TOWEL, "it has ended");
  }

  @Test
  void shouldTellOfAParkedVisitThatTheNewVersionMends() {
    opened(visit(1, stay -> null))
        .expectCommand("host", GREET)
        .rejects("NOT_AT_HOME")
        .expectParked("open-door", "COMMAND_NOT_BUILT")
        .migrateTo(visit(2, stay -> new CloseDoor(stay.guest())))
        .expectParked("open-door", "COMMAND_NOT_BUILT")
        .retry("The door is mended.")
        .expectCompensation("house", CLOSE)
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldMoveWhileTheVisitIsPaused() {
    opened()
        .pause("The host sleeps.")
        .after(Duration.ofHours(2))
        .migrateTo(WITH_TOWEL)
        .expectPaused()
        .expectNothingSent()
        .resume("He is up.")
        .expectCommand("maid", new LayTowel("Lady Anna"));
  }

  @Test
  void shouldSayWhatIsInTheWay() {
    var greeting = opened().expectCommand("host", GREET).after(Duration.ZERO).triesAgain("BUSY");

    shouldFail(
        () -> greeting.migrateTo(WITH_TOWEL),
        "Expected that the saga can move to version 2",
        "but it stays: step 'lay-towel' has not begun, and stands before 'greet', which has",
        "What happened so far:");
    shouldFail(
        () -> greeting.expectCannotMigrateTo(WITH_TOWEL, "it has ended"),
        "Expected that the saga cannot move to version 2",
        "    it has ended",
        "but it stays: step 'lay-towel' has not begun");
    shouldFail(
        () -> opened().expectCannotMigrateTo(WITH_TOWEL, "it has ended"),
        "Expected that the saga cannot move to version 2",
        "but it can");
    shouldFail(
        () -> opened().migrateTo(PLAIN),
        "but it stays: it is of version 1 already; say .version(n)");
  }

  private static void shouldFail(Runnable story, String... parts) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(story::run)
        .satisfies(error -> assertThat(error.getMessage()).contains(parts));
  }

  private static SagaDefinition<Stay> visit(int version, Function<Stay, Object> closing) {
    return Saga.named("visit", Stay.class)
        .version(version)
        .step("open-door")
        .at("house")
        .command(stay -> new OpenDoor(stay.guest(), "front"))
        .compensation(closing)
        .compensationRetry(RetryPolicy.never())
        .delay("coffee", Duration.ofHours(1))
        .step("greet")
        .at("host")
        .command(stay -> new Greet(stay.guest()))
        .pivot()
        .build();
  }

  private static TestedSaga<Stay> started() {
    return SagaTest.of(PLAIN).started("visit-1", STAY);
  }

  private static TestedSaga<Stay> opened() {
    return opened(PLAIN);
  }

  private static TestedSaga<Stay> opened(SagaDefinition<Stay> definition) {
    return SagaTest.of(definition).started("visit-1", STAY).expectCommand("house", OPEN).succeeds();
  }
}
