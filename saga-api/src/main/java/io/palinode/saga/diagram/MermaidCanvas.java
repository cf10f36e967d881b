package io.palinode.saga.diagram;

import java.util.List;

/** Writes a picture as a Mermaid flowchart, which finds its own layout. */
final class MermaidCanvas implements Canvas {
  private final StringBuilder text = new StringBuilder("flowchart TD\n");
  private String indent = "  ";

  @Override
  public void add(String id, Shape shape, Area area, List<String> lines) {
    String words = String.join("<br/>", lines);
    String drawn =
        switch (shape) {
          case END -> "([\"%s\"])";
          case COMPENSATABLE, LEAVES_NOTHING -> "[\"%s\"]";
          case WAIT -> "[[\"%s\"]]";
          case DECISION -> "[/\"%s\"\\]";
          case PIVOT -> "{{\"%s\"}}";
          case RETRIABLE, NOTHING -> "(\"%s\")";
          case CHOICE -> "{\"%s\"}";
          case BAR -> "[/\"%s\"/]";
          case MERGE -> "((\" \"))";
        };
    line(id + drawn.formatted(words));
  }

  @Override
  public void join(String from, String to, String label) {
    line(from + (label.isEmpty() ? " --> " : " -- \"" + label + "\" --> ") + to);
  }

  @Override
  public void beginFrame(String id, String title, Area area) {
    line("subgraph %s [\"%s\"]".formatted(id, title));
    indent += "  ";
  }

  @Override
  public void endFrame() {
    indent = indent.substring(2);
    line("end");
  }

  @Override
  public String text(Area all) {
    return text.toString();
  }

  private void line(String words) {
    text.append(indent).append(words).append('\n');
  }
}
