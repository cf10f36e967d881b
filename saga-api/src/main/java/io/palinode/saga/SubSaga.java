package io.palinode.saga;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A definition that runs as a part of another one, with data of its own: one saga, one log, and
 * undone with it.
 *
 * <p>A definition is a value that is whole before another one can contain it, so none can contain
 * itself.
 *
 * @param name unique in its saga; the steps inside are called by it and their own name, such as
 *     {@code pay.charge-card}
 * @param begin makes the first data
 * @param end how the last data change those around; null where they do not
 * @param <D> the data of the saga around
 * @param <C> the data of this one
 */
public record SubSaga<D, C>(
    String name,
    SagaDefinition<C> definition,
    Function<Scope<D>, C> begin,
    @Nullable BiFunction<Scope<D>, C, D> end)
    implements Node<D> {

  @Override
  public List<Node<D>> inside() {
    return List.of();
  }

  @Override
  public Stream<Step<?>> steps() {
    return definition.root().steps();
  }

  @Override
  public Outline describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("definition", definition.name());
    facts.put("version", Integer.toString(definition.version()));
    facts.put("result", end == null ? "none" : "folded");
    return new Outline(Outline.SAGA, name, facts, Outline.inTurn(definition.root()));
  }

  @Override
  public String outline() {
    return "saga(%s,%s,%d,%s,%s)"
        .formatted(
            name,
            definition.name(),
            definition.version(),
            end == null ? "none" : "end",
            definition.root().outline());
  }
}
