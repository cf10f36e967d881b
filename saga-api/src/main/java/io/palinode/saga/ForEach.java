package io.palinode.saga;

import io.palinode.message.MessageType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A part that runs once for each item of a list. The list is made when the part is reached, and is
 * journaled; from then on it does not change.
 *
 * @param name unique in its saga
 * @param itemType the class of the items, which Jackson must be able to write and read
 * @param items makes the list
 * @param atMost how many items there may be; more are a failure
 * @param atOnce how many items are worked on at a time, in the order of the list
 */
public record ForEach<D>(
    String name,
    Class<?> itemType,
    Function<Scope<D>, List<?>> items,
    int atMost,
    int atOnce,
    Node<D> body)
    implements Node<D> {

  @Override
  public List<Node<D>> inside() {
    return List.of(body);
  }

  @Override
  public Outline describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("items", MessageType.of(itemType));
    facts.put("at-most", Integer.toString(atMost));
    facts.put(Outline.AT_ONCE, Integer.toString(atOnce));
    return new Outline(Outline.FOR_EACH, name, facts, Outline.inTurn(body));
  }

  @Override
  public String outline() {
    return "for-each(%s,%s,%d,%d,%s)"
        .formatted(name, MessageType.of(itemType), atMost, atOnce, body.outline());
  }
}
