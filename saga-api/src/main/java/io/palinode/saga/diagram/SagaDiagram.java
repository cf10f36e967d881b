package io.palinode.saga.diagram;

import io.palinode.saga.SagaDefinition;

/**
 * Draws a saga from its definition: its steps from top to bottom, what runs side by side, what is
 * chosen, what runs for each item, and what becomes of each step when the saga turns round.
 *
 * <ul>
 *   <li>Equal definitions give equal text, so a picture may be kept beside the code and compared
 *       with it by a test.
 *   <li>Predicates and commands are functions and have no text; branches and steps go by their
 *       names.
 * </ul>
 *
 * <p>Stateless.
 */
public final class SagaDiagram {
  private SagaDiagram() {}

  /** The saga as a Mermaid flowchart, as Markdown renders it between <code>```mermaid</code>. */
  public static String mermaid(SagaDefinition<?> definition) {
    return draw(definition, new MermaidCanvas());
  }

  /** The saga as an SVG document that needs nothing else to be shown. */
  public static String svg(SagaDefinition<?> definition) {
    return draw(definition, new SvgCanvas());
  }

  private static String draw(SagaDefinition<?> definition, Canvas canvas) {
    return new Walk(canvas).draw(definition);
  }
}
