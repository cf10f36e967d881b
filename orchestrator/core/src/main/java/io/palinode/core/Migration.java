package io.palinode.core;

import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.saga.Outline;
import io.palinode.saga.SagaDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The move of live sagas from one version of their definition to another.
 *
 * <p>A saga may move if going on under the new version neither repeats nor skips anything that has
 * begun:
 *
 * <ul>
 *   <li>Every part that has begun is there as the same kind of thing, at the same participant, with
 *       the same mark, in the same place, and in the same order; see {@link BegunParts}.
 *   <li>Nothing that has not begun stands before something that has; see {@link PassedParts}.
 *   <li>The data and the listed items can be read as the new version's, or it maps the data.
 *   <li>The commands that the saga waits for can be built.
 * </ul>
 *
 * <p>What is in the way of one saga says nothing about another. Immutable, and safe for use by any
 * thread.
 */
public final class Migration<D> {
  private final Outline from;
  private final SagaMachine<D> to;
  private final PayloadCodec codec;

  /**
   * A move between two versions.
   *
   * @param from of the definition to which the sagas are pinned
   */
  public Migration(Outline from, SagaDefinition<D> to, PayloadCodec codec) {
    this.from = from;
    this.to = new SagaMachine<>(to, codec);
    this.codec = codec;
  }

  /** What is in the way of this saga, in sentences without a full stop; nothing if it may move. */
  public List<String> obstacles(SagaState state) {
    SagaDefinition<D> definition = to.definition();
    if (state.status().ended()) {
      return List.of("it has ended");
    }
    if (!state.definition().name().equals(definition.name())) {
      return List.of("it is a saga '%s'".formatted(state.definition().name()));
    }
    Outline outline = definition.outline();
    List<String> obstacles = new ArrayList<>(new BegunParts(from, outline, state).obstacles());
    if (obstacles.isEmpty()) {
      obstacles.addAll(new PassedParts(state).obstacles(outline));
      addUnreadable(state, obstacles);
    }
    return List.copyOf(obstacles);
  }

  /**
   * The decision that pins the saga to the new version, and reports it.
   *
   * @param state of a saga that has no {@link #obstacles}
   */
  public Decision move(SagaState state) {
    SagaMigrated event = new SagaMigrated(to.definition().ref(), mapped(state));
    return new Decision(state.apply(event), List.of(event), List.of(new Effect.Report()));
  }

  private @Nullable Payload mapped(SagaState state) {
    return to.definition()
        .mappingFrom(state.definition().version())
        .map(mapping -> codec.encode(mapping.map(state.data(), codec)))
        .orElse(null);
  }

  /** Moves the saga in mind, and looks whether it could go on. */
  private void addUnreadable(SagaState state, List<String> obstacles) {
    int version = to.definition().version();
    try {
      JournaledValues.read(state, to.definition(), codec);
      SagaState moved = move(state).state();
      codec.decode(moved.data(), to.definition().dataType());
      if (obstacles.isEmpty()) {
        to.pending(moved);
      }
    } catch (MalformedMessage e) {
      obstacles.add("version %d cannot read it: %s".formatted(version, e.getMessage()));
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      obstacles.add("a function of version %d fails for it: %s".formatted(version, e));
    }
  }
}
