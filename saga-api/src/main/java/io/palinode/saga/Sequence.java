package io.palinode.saga;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parts that run one after another, and are undone last first. */
public record Sequence<D>(List<Node<D>> parts) implements Node<D> {
  public Sequence {
    parts = List.copyOf(parts);
  }

  @Override
  public List<Node<D>> inside() {
    return parts;
  }

  @Override
  public Outline describe() {
    return new Outline("sequence", "", Map.of(), Outline.inTurn(this));
  }

  @Override
  public String outline() {
    return parts.stream().map(Node::outline).collect(Collectors.joining(";", "sequence(", ")"));
  }

  /** The same, behind one more part. */
  Sequence<D> behind(Node<D> first) {
    return new Sequence<>(Stream.concat(Stream.of(first), parts.stream()).toList());
  }

  /** The same, without a sequence around a single part. */
  Node<D> plain() {
    return parts.size() == 1 ? parts.get(0) : this;
  }
}
