package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.Talks.AB;
import static io.palinode.core.Talks.around;
import static io.palinode.core.Talks.beside;
import static io.palinode.core.Talks.each;
import static io.palinode.core.Talks.forked;
import static io.palinode.core.Talks.inTurn;
import static io.palinode.core.Talks.migration;
import static io.palinode.core.Talks.saga;
import static io.palinode.core.Talks.say;
import static io.palinode.core.Talks.shouldMove;
import static io.palinode.core.Talks.shouldNotMove;
import static io.palinode.core.Talks.shouting;
import static io.palinode.core.Talks.started;
import static io.palinode.core.Talks.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.Talks.Note;
import io.palinode.core.Talks.Say;
import io.palinode.core.Talks.Shout;
import io.palinode.message.Payload;
import io.palinode.message.SagaStatus;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Which sagas may move to another version of their definition, and what is in the way of others.
 */
class MigrationTest {
  @Test
  void shouldPinTheSagaToTheNewVersionAndReportIt() {
    LiveSaga<Note> saga = started(AB);
    SagaDefinition<Note> longer = inTurn("a", "b", "c");
    Migration<Note> migration = migration(AB, longer);

    assertThat(migration.obstacles(saga.state())).isEmpty();
    Decision decision = migration.move(saga.state());

    SagaMigrated event = new SagaMigrated(longer.ref(), null);
    assertThat(decision.events()).containsExactly(event);
    assertThat(decision.effects()).containsExactly(new Effect.Report());
    assertThat(decision.state().definition()).isEqualTo(longer.ref());
    assertThat(decision.state().steps()).isEqualTo(saga.state().steps());
    assertThat(decision.state().data()).isEqualTo(saga.state().data());
  }

  @Test
  void shouldNotMoveToAVersionThatLacksWhatHasBegun() {
    LiveSaga<Note> saga = started(AB);
    saga.succeeds(action("a"));

    shouldNotMove(
        saga, AB, inTurn("a", "c"), "step 'b' has begun, and the new version does not have it");
    shouldMove(started(AB), AB, inTurn("a", "c"));
  }

  @Test
  void shouldNotMoveToAVersionWithSomethingNewBeforeWhatHasBegun() {
    LiveSaga<Note> saga = started(AB);
    saga.succeeds(action("a"));

    shouldNotMove(
        saga,
        AB,
        inTurn("a", "x", "b"),
        "step 'x' has not begun, and stands before 'b', which has");
    shouldMove(started(AB), AB, inTurn("a", "x", "b"));
  }

  @Test
  void shouldNotMoveToAnotherOrderOfWhatHasBegun() {
    LiveSaga<Note> saga = started(AB);
    saga.succeeds(action("a"));

    shouldNotMove(
        saga,
        AB,
        inTurn("b", "a"),
        "what has begun stands in another order: it was a, b and is b, a");
    shouldNotMove(
        started(AB),
        AB,
        inTurn("b", "a"),
        "step 'b' has not begun, and stands before 'a', which has");
  }

  @Test
  void shouldNotMoveToOtherParticipantsOrMarks() {
    shouldNotMove(
        started(AB),
        AB,
        saga(
            all -> step(all, "a").at("elsewhere").command(say("a")).compensation(say("a")).build()),
        "step 'a' has begun, and its participant was choir and is elsewhere");
    shouldNotMove(
        started(AB),
        AB,
        saga(all -> step(all, "a").at("choir").command(say("a")).pivot().build()),
        "step 'a' has begun, and its mark was none and is pivot",
        "step 'a' has begun, and its compensation is gone");
  }

  @Test
  void shouldMoveToACompensationOnlyBeforeTheSagaTurnedRound() {
    SagaDefinition<Note> without =
        saga(
            all ->
                step(all, "a")
                    .at("choir")
                    .command(say("a"))
                    .withoutCompensation()
                    .step("b")
                    .at("choir")
                    .command(say("b"))
                    .compensation(say("b"))
                    .step("c")
                    .at("choir")
                    .command(say("c"))
                    .withoutCompensation()
                    .build());
    SagaDefinition<Note> with = inTurn("a", "b", "c");
    LiveSaga<Note> saga = started(without);
    saga.succeeds(action("a"));
    shouldMove(saga, without, with);

    saga.succeeds(action("b"));
    saga.rejects(action("c"), "NO");
    assertThat(saga.state().status()).isEqualTo(SagaStatus.COMPENSATING);

    shouldNotMove(
        saga,
        without,
        with,
        "step 'a' was passed over when the saga turned round, and would be undone out of its turn",
        "step 'c' was passed over when the saga turned round, and would be undone out of its turn");
  }

  @Test
  void shouldNotMoveIntoOrBetweenOtherParts() {
    SagaDefinition<Note> beside = beside("a", "b");
    LiveSaga<Note> saga = started(beside);

    shouldNotMove(
        started(AB),
        AB,
        beside,
        "step 'a' has begun outside of other parts, and stands in branch '1' of parallel 'all'");
    shouldNotMove(
        saga,
        beside,
        beside("b", "a"),
        "step 'a' has begun in branch '1' of parallel 'all', and stands in branch '2' of parallel"
            + " 'all'",
        "step 'b' has begun in branch '2' of parallel 'all', and stands in branch '1' of parallel"
            + " 'all'");
    shouldMove(saga, beside, beside("a", "b", "c"));
    saga.succeeds(action("a"));
    saga.succeeds(action("b"));
    shouldNotMove(
        saga,
        beside,
        beside("a", "b", "c"),
        "step 'c' has not begun, and stands before 'end', which has");
  }

  @Test
  void shouldKeepTheWayThatAChoiceHasTaken() {
    SagaDefinition<Note> before = forked("loud", "x");
    SagaDefinition<Note> renamed = forked("noisy", "x");
    SagaDefinition<Note> longer = forked("loud", "x", "y");
    LiveSaga<Note> loud = started(before, "HEY");
    LiveSaga<Note> quiet = started(before, "hey");

    shouldNotMove(
        loud,
        before,
        renamed,
        "step 'x' has begun in branch 'loud' of choice 'how', and stands in branch 'noisy' of"
            + " choice 'how'");
    shouldMove(quiet, before, renamed);
    shouldMove(loud, before, longer);
    loud.succeeds(action("x"));
    shouldNotMove(
        loud, before, longer, "step 'y' has not begun, and stands before 'end', which has");
    shouldMove(quiet, before, longer);
  }

  @Test
  void shouldKeepTheItemsOfAForEach() {
    SagaDefinition<Note> before = each(String.class, word -> word, "x");
    SagaDefinition<Note> numbers = each(Integer.class, Integer::valueOf, "x");
    SagaDefinition<Note> longer = each(String.class, word -> word, "x", "y");
    LiveSaga<Note> saga = started(before, "one", "two");
    LiveSaga<Note> empty = started(before);

    assertThat(migration(before, numbers).obstacles(saga.state()))
        .singleElement()
        .asString()
        .startsWith(
            "version 1 cannot read it: The payload 'string' cannot be read as java.lang.Integer");
    shouldMove(empty, before, numbers);
    shouldMove(saga, before, longer);
    saga.succeeds(action("x[0]"));
    shouldMove(saga, before, before);
    shouldNotMove(
        saga,
        before,
        longer,
        "step 'y[0]' has not begun, and 1 may be at work at a time, but more are");
  }

  @Test
  void shouldMoveOnlyDataThatTheNewVersionReadsOrMaps() {
    SagaDefinition<Shout> plain = shouting(Saga.named("talk", Shout.class).version(2));
    SagaDefinition<Shout> mapped =
        shouting(
            Saga.named("talk", Shout.class)
                .version(2)
                .migratesFrom(1, Note.class, note -> new Shout(String.join(" ", note.words()))));
    LiveSaga<Note> saga = started(AB, "hey", "you");

    assertThat(migration(AB, plain).obstacles(saga.state()))
        .containsExactly(
            "a function of version 2 fails for it: java.lang.NullPointerException: The command's"
                + " function returned null.");
    assertThat(migration(AB, mapped).obstacles(saga.state())).isEmpty();
    assertThat(migration(AB, mapped).move(saga.state()).state().data())
        .isEqualTo(new Payload("shout", "{\"text\":\"hey you\"}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldMoveAParkedSagaButNoneThatHasEnded() {
    SagaDefinition<Note> broken =
        saga(
            all ->
                step(all, "a")
                    .at("choir")
                    .command(say("a"))
                    .compensation(note -> null)
                    .compensationRetry(RetryPolicy.never())
                    .step("b")
                    .at("choir")
                    .command(say("b"))
                    .compensation(say("b"))
                    .build());
    LiveSaga<Note> parked = started(broken);
    parked.succeeds(action("a"));
    parked.rejects(action("b"), "NO");
    assertThat(parked.state().status()).isEqualTo(SagaStatus.PARKED);
    LiveSaga<Note> ended = started(AB);
    ended.rejects(action("a"), "NO");

    shouldMove(parked, broken, AB);
    shouldNotMove(ended, AB, AB, "it has ended");
  }

  @Test
  void shouldLookIntoSubSagas() {
    SagaDefinition<Note> before = around(inTurn("a", "b"), note -> note);
    LiveSaga<Note> saga = started(before, "x", "y");
    saga.succeeds(action("inner[0].a"));

    shouldMove(saga, before, before);
    shouldMove(saga, before, around(inTurn("a", "b", "c"), note -> note));
    shouldNotMove(
        saga,
        before,
        around(inTurn("a", "x", "b"), note -> note),
        "step 'inner[0].x' has not begun, and stands before 'b', which has");
    LiveSaga<Note> young = started(before, "x", "y");
    SagaDefinition<String> words =
        Saga.named("talk", String.class)
            .step("a")
            .at("choir")
            .command(word -> new Say(word))
            .compensation(word -> new Say(word))
            .build();
    assertThat(migration(before, around(words, note -> "")).obstacles(young.state()))
        .singleElement()
        .asString()
        .startsWith(
            "version 1 cannot read it: The payload 'note' cannot be read as java.lang.String");
  }

  @Test
  void shouldGoOnUnderTheNewVersion() {
    LiveSaga<Note> saga = started(AB);
    saga.succeeds(action("a"));
    SagaDefinition<Note> longer = inTurn("a", "b", "c");

    LiveSaga<Note> moved = saga.movedTo(longer);
    moved.succeeds(action("b"));
    moved.rejects(action("c"), "NO");
    moved.succeeds(compensation("b"));
    moved.succeeds(compensation("a"));

    assertThat(moved.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }
}
