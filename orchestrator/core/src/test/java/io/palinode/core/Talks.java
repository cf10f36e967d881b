package io.palinode.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.Branch;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.SignalBuilder;
import io.palinode.saga.StepAddress;
import io.palinode.saga.StepBuilder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Sagas in many versions, and whether they may move from one to another. */
final class Talks {
  static final SagaDefinition<Note> AB = inTurn("a", "b");

  private Talks() {}

  record Note(List<String> words) {}

  record Shout(String text) {}

  record Say(String word) {}

  static void shouldMove(LiveSaga<?> saga, SagaDefinition<?> from, SagaDefinition<?> to) {
    assertThat(migration(from, to).obstacles(saga.state())).isEmpty();
  }

  static void shouldNotMove(
      LiveSaga<?> saga, SagaDefinition<?> from, SagaDefinition<?> to, String... obstacles) {
    assertThat(migration(from, to).obstacles(saga.state())).containsExactly(obstacles);
  }

  static <D> Migration<D> migration(SagaDefinition<?> from, SagaDefinition<D> to) {
    return new Migration<>(from.outline(), to, LiveSaga.CODEC);
  }

  static LiveSaga<Note> started(SagaDefinition<Note> definition, String... words) {
    LiveSaga<Note> saga = new LiveSaga<>(definition);
    saga.start(new Note(List.of(words)));
    return saga;
  }

  static Function<Note, Object> say(String word) {
    return note -> new Say(word);
  }

  static StepAddress<Note, StepBuilder<Note>> step(SagaBuilder<Note> saga, String name) {
    return saga.step(name);
  }

  static SagaDefinition<Note> saga(Function<SagaBuilder<Note>, SagaDefinition<Note>> parts) {
    return parts.apply(Saga.named("talk", Note.class));
  }

  static <T> SagaDefinition<Note> heard(
      Class<T> type, UnaryOperator<SignalBuilder<Note, Note, T, SagaBuilder<Note>>> terms) {
    return saga(
        all ->
            terms
                .apply(all.signal("a", type).by(note -> "desk"))
                .onSignal((note, signal) -> note)
                .step("b")
                .at("choir")
                .command(say("b"))
                .compensation(say("b"))
                .build());
  }

  static SagaDefinition<Note> inTurn(String... steps) {
    return saga(
        all -> {
          for (String name : steps) {
            all.step(name).at("choir").command(say(name)).compensation(say(name));
          }
          return all.build();
        });
  }

  static Consumer<Branch<Note, Note>> leg(String... steps) {
    return branch -> {
      for (String name : steps) {
        branch.step(name).at("choir").command(say(name)).compensation(say(name));
      }
    };
  }

  static SagaDefinition<Note> beside(String... steps) {
    return saga(
        all -> {
          var parallel = all.parallel("all");
          for (String name : steps) {
            parallel.branch(leg(name));
          }
          return parallel.join().step("end").at("choir").command(say("end")).pivot().build();
        });
  }

  static SagaDefinition<Note> forked(String label, String... steps) {
    return saga(
        all ->
            all.choice("how")
                .when(label, note -> note.words().contains("HEY"), leg(steps))
                .otherwiseNothing()
                .step("end")
                .at("choir")
                .command(say("end"))
                .pivot()
                .build());
  }

  static <I> SagaDefinition<Note> each(Class<I> type, Function<String, I> read, String... steps) {
    return saga(
        all ->
            all.forEach("each", type, note -> note.words().stream().map(read).toList())
                .atMost(3)
                .run(
                    word -> {
                      for (String name : steps) {
                        word.step(name)
                            .at("choir")
                            .command(item -> new Say(name))
                            .withoutCompensation();
                      }
                    })
                .step("end")
                .at("choir")
                .command(say("end"))
                .pivot()
                .build());
  }

  /** A saga that has this one inside for each of its words. */
  static <C> SagaDefinition<Note> around(SagaDefinition<C> inner, Function<Note, C> first) {
    return saga(
        all ->
            all.forEach("each", String.class, Note::words)
                .atMost(3)
                .run(
                    word ->
                        word.saga("inner", inner, item -> first.apply(item.data())).withoutResult())
                .build());
  }

  static SagaDefinition<Shout> shouting(SagaBuilder<Shout> saga) {
    return saga.step("a")
        .at("choir")
        .command(shout -> shout.text() == null ? null : shout)
        .compensation(shout -> shout)
        .build();
  }
}
