package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.Talks.AB;
import static io.palinode.core.Talks.heard;
import static io.palinode.core.Talks.inTurn;
import static io.palinode.core.Talks.migration;
import static io.palinode.core.Talks.saga;
import static io.palinode.core.Talks.say;
import static io.palinode.core.Talks.shouldMove;
import static io.palinode.core.Talks.shouldNotMove;
import static io.palinode.core.Talks.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Talks.Note;
import io.palinode.core.Talks.Say;
import io.palinode.core.Talks.Shout;
import io.palinode.message.MessageType;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which sagas may move that have a lock, or wait for a signal. */
class KeyMigrationTest {

  @Test
  void shouldKeepTheLockThatASagaHas() {
    SagaDefinition<Note> locked =
        saga(
            all ->
                all.exclusiveBy("desk", note -> "one")
                    .step("a")
                    .at("choir")
                    .command(say("a"))
                    .compensation(say("a"))
                    .build());
    LiveSaga<Note> saga = started(locked);

    shouldMove(saga, locked, locked);
    assertThat(migration(locked, inTurn("a")).obstacles(saga.state()))
        .singleElement()
        .asString()
        .endsWith("has begun, and the new version does not have it");
    assertThat(migration(AB, locked).obstacles(started(AB).state()))
        .singleElement()
        .asString()
        .endsWith("has not begun, and stands before 'a', which has");
  }

  @Test
  void shouldKeepTheSignalThatASagaWaitsForOrHasTaken() {
    SagaDefinition<Note> before = heard(Say.class, wait -> wait);
    SagaDefinition<Note> shouted = heard(Shout.class, wait -> wait);
    SagaDefinition<Note> shorter = heard(Say.class, wait -> wait.within(Duration.ofDays(1)));
    LiveSaga<Note> saga = started(before);

    for (int i = 0; i < 2; i++) {
      shouldMove(saga, before, before);
      shouldNotMove(
          saga, before, inTurn("b"), "signal 'a' has begun, and the new version does not have it");
      shouldNotMove(saga, before, inTurn("a", "b"), "'a' was a signal and is a step");
      shouldNotMove(
          saga,
          before,
          shouted,
          "signal 'a' has begun, and its carries was %s and is %s"
              .formatted(MessageType.of(Say.class), MessageType.of(Shout.class)));
      shouldNotMove(
          saga,
          before,
          shorter,
          "signal 'a' has begun, and its terms was without limit and is 24h, then fail");
      saga.decides(new SagaInput.Signalled("a", 1, "s-1", LiveSaga.CODEC.encode(new Say("hey"))));
    }
    assertThat(saga.state().signal("a")).isEqualTo("s-1");
    assertThat(saga.movedTo(before).state().signal("a")).isEqualTo("s-1");
  }

  @Test
  void shouldKeepThatASignalWasMissed() {
    SagaDefinition<Note> before =
        heard(Say.class, wait -> wait.within(Duration.ofMinutes(1)).otherwiseGoOn());
    SagaDefinition<Note> strict = heard(Say.class, wait -> wait.within(Duration.ofMinutes(1)));
    LiveSaga<Note> saga = started(before);
    saga.isSilent(action("a"));
    assertThat(saga.state().step("a").status()).isEqualTo(StepStatus.SUCCEEDED);

    shouldMove(saga, before, before);
    shouldNotMove(
        saga,
        before,
        strict,
        "signal 'a' has begun, and its terms was 1m, then go on and is 1m, then fail");
  }

  @Test
  void shouldNotMoveToAVersionWithASignalBeforeWhatHasBegun() {
    SagaDefinition<Note> awaited = heard(Say.class, wait -> wait);
    LiveSaga<Note> saga = started(inTurn("b"));

    shouldNotMove(
        saga, inTurn("b"), awaited, "signal 'a' has not begun, and stands before 'b', which has");
  }
}
