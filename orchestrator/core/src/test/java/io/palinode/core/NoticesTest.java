package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.Report;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaStatus;
import io.palinode.saga.InvalidSagaDefinition;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What a definition has to say when its sagas end or park. */
class NoticesTest {
  private static final String DONE = "shop.done";
  private static final String UNDONE = "shop.undone";
  private static final String STUCK = "shop.stuck";

  record Note(String text) {}

  record Told(String what) {}

  /** Jackson writes it by calling its accessor. */
  record Locked(String what) {
    Locked() {
      this("");
    }

    @Override
    public String what() {
      throw new AssertionError("unreadable");
    }
  }

  @Test
  void shouldGiveNoticeBesideTheReport() {
    LiveSaga<Note> saga = started(note(), "hello");

    Decision end = saga.succeeds(action("write"));

    assertThat(end.effects())
        .containsExactly(new Report(), notice(SagaStatus.COMPLETED, DONE, "hello"));
    assertThat(saga.machine().pending(saga.state())).isEqualTo(end.effects());
  }

  @Test
  void shouldTellWhyASagaIsUndone() {
    LiveSaga<Note> saga = started(note(), "hello");

    Decision end = saga.rejects(action("write"), "NO_INK");

    assertThat(end.effects())
        .containsExactly(new Report(), notice(SagaStatus.COMPENSATED, UNDONE, "hello NO_INK"));
  }

  @Test
  void shouldTellWhySagasPark() {
    LiveSaga<Note> stuck = started(note(), "hello");
    stuck.isSilent(action("write"));
    LiveSaga<Note> setAside = started(note(), "hello");

    Decision parked = stuck.rejects(compensation("write"), "GLUED");
    Decision aside = setAside.machine().parked(setAside.state(), new Reason("CORRUPT", ""));

    assertThat(parked.effects())
        .containsExactly(new Report(), notice(SagaStatus.PARKED, STUCK, "hello GLUED"));
    assertThat(stuck.machine().pending(stuck.state())).containsExactly(new Report());
    assertThat(aside.effects())
        .containsExactly(new Report(), notice(SagaStatus.PARKED, STUCK, "hello CORRUPT"));
  }

  @Test
  void shouldTellOfATimeThatASagaParkedWhateverItHasDoneSince() {
    LiveSaga<Note> saga = started(note(), "hello");
    Payload data = LiveSaga.CODEC.encode(new Note("then"));

    assertThat(saga.machine().noticeOfParking(data, new Reason("GLUED", "")))
        .contains(notice(SagaStatus.PARKED, STUCK, "then GLUED"));
    assertThat(
            new SagaMachine<>(write(Saga.named("note", Note.class)), LiveSaga.CODEC)
                .noticeOfParking(data, new Reason("GLUED", "")))
        .isEmpty();
  }

  @Test
  void shouldGiveNoticeAgainOfASagaThatParksAgainTheMomentItIsTriedAgain() {
    SagaDefinition<Note> broken =
        Saga.named("note", Note.class)
            .onParked(STUCK, (note, why) -> new Told(why.code()))
            .step("write")
            .at("paper")
            .command(note -> note.text().charAt(99))
            .retriable()
            .build();
    LiveSaga<Note> saga = started(broken, "hello");

    Ruling again = saga.machine().rule(saga.state(), new SagaControl.Retry("note", "r", ""), 0);

    assertThat(again.decision().effects())
        .containsExactly(new Report(), notice(SagaStatus.PARKED, STUCK, "COMMAND_NOT_BUILT"));
    assertThat(saga.state().standing().parked()).isEqualTo(1);
    assertThat(again.decision().state().standing().parked()).isEqualTo(2);
  }

  @Test
  void shouldSayNothingWhereTheDefinitionSaysNothing() {
    LiveSaga<Note> saga = started(write(Saga.named("note", Note.class)), "hello");

    assertThat(saga.succeeds(action("write")).effects()).containsExactly(new Report());
  }

  @Test
  void shouldEndWhateverTheFunctionDoes() {
    shouldEndWithFault((note, reason) -> null, "The notice's function returned null.");
    shouldEndWithFault((note, reason) -> note.text().charAt(99), "StringIndexOutOfBounds");
    shouldEndWithFault((note, reason) -> new Told("x".repeat(3_000)), "the limit is 2,000");
    shouldEndWithFault((note, reason) -> new Locked(), "unreadable");
  }

  private static void shouldEndWithFault(BiFunction<Note, Reason, Object> message, String fault) {
    LiveSaga<Note> saga =
        started(write(Saga.named("note", Note.class).onCompensated(UNDONE, message)), "hello");

    Decision end = saga.rejects(action("write"), "NO_INK");

    assertThat(end.state().status()).isEqualTo(SagaStatus.COMPENSATED);
    GiveNotice bare = (GiveNotice) end.effects().get(1);
    assertThat(bare.message()).isNull();
    assertThat(bare.fault().code()).isEqualTo("NOTICE_NOT_BUILT");
    assertThat(bare.fault().text()).contains(fault);
  }

  @Test
  void shouldPinTheTopicsAndNothingElse() {
    SagaDefinition<Note> silent = write(Saga.named("note", Note.class));
    SagaDefinition<Note> telling = write(Saga.named("note", Note.class).onCompleted(DONE, n -> n));
    SagaDefinition<Note> other = write(Saga.named("note", Note.class).onCompleted(DONE, n -> "x"));
    SagaDefinition<Note> elsewhere =
        write(Saga.named("note", Note.class).onCompleted(STUCK, n -> n));

    assertThat(telling.ref()).isEqualTo(other.ref());
    assertThat(telling.ref()).isNotEqualTo(silent.ref()).isNotEqualTo(elsewhere.ref());
    assertThat(telling.outline().facts()).containsExactly(Map.entry("on-completed", DONE));
  }

  @Test
  void shouldRefuseTopicsThatCannotBeAndNoticesThatAreGivenTwice() {
    SagaBuilder<Note> saga =
        Saga.named("note", Note.class)
            .onCompleted("shop/done", note -> note)
            .onParked("..", (note, reason) -> note)
            .onParked(STUCK, (note, reason) -> note);

    assertThatThrownBy(() -> write(saga))
        .isInstanceOf(InvalidSagaDefinition.class)
        .hasMessageContaining(
            "Its notice for sagas that are completed goes to the topic 'shop/done'; expected 1 to")
        .hasMessageContaining("goes to the topic '..'")
        .hasMessageContaining("It has two notices for sagas that are parked; keep one");
  }

  private static GiveNotice notice(SagaStatus status, String topic, String what) {
    return new GiveNotice(status, topic, LiveSaga.CODEC.encode(new Told(what)), null);
  }

  private static LiveSaga<Note> started(SagaDefinition<Note> definition, String text) {
    LiveSaga<Note> saga = new LiveSaga<>(definition);
    saga.start(new Note(text));
    return saga;
  }

  private static SagaDefinition<Note> note() {
    return write(
        Saga.named("note", Note.class)
            .onCompleted(DONE, note -> new Told(note.text()))
            .onCompensated(UNDONE, (note, why) -> new Told(note.text() + " " + why.code()))
            .onParked(STUCK, (note, why) -> new Told(note.text() + " " + why.code())));
  }

  private static SagaDefinition<Note> write(SagaBuilder<Note> saga) {
    return saga.step("write")
        .at("paper")
        .command(note -> note)
        .compensation(note -> note)
        .retry(RetryPolicy.never())
        .compensationRetry(RetryPolicy.never())
        .build();
  }
}
