package io.palinode.saga;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Branches that run side by side; what follows begins when all of them are done. They begin in the
 * order of the text, and are undone side by side too.
 *
 * @param name unique in its saga
 * @param atOnce how many branches run at a time
 */
public record Parallel<D>(String name, int atOnce, List<Node<D>> branches) implements Node<D> {
  public Parallel {
    branches = List.copyOf(branches);
  }

  @Override
  public List<Node<D>> inside() {
    return branches;
  }

  @Override
  public Outline describe() {
    return new Outline(
        "parallel",
        name,
        Map.of(Outline.AT_ONCE, Integer.toString(atOnce)),
        Outline.numbered(branches));
  }

  @Override
  public String outline() {
    return branches.stream()
        .map(Node::outline)
        .collect(Collectors.joining(";", "parallel(%s,%d,".formatted(name, atOnce), ")"));
  }
}
