package io.palinode.saga.diagram;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a picture as SVG, with its style inside. */
final class SvgCanvas implements Canvas {
  private static final String STYLE =
      """
      text { font: 13px system-ui, sans-serif; text-anchor: middle; fill: #1f2933; }
      .name { font-weight: 600; }
      .more { font-size: 11px; fill: #52606d; }
      .title { font-size: 11px; text-anchor: start; fill: #52606d; }
      .title, .label { paint-order: stroke; stroke: #ffffff; stroke-width: 5px; }
      rect, polygon, circle { stroke: #52606d; stroke-width: 1.2; fill: #ffffff; }
      .compensatable { fill: #e3f2fd; }
      .pivot { fill: #fff3c4; stroke-width: 2.4; }
      .retriable { fill: #e3f9e5; }
      .end, .merge { fill: #52606d; }
      .end + text { fill: #ffffff; }
      .bar { fill: #cbd2d9; }
      .decision { fill: #fce8ff; }
      .wait { fill: #f5f7fa; stroke-dasharray: 2 3; }
      .nothing { fill: none; }
      .frame { fill: none; stroke-dasharray: 5 4; }
      path { fill: none; stroke: #52606d; stroke-width: 1.2; marker-end: url(#tip); }
      """;

  private final StringBuilder body = new StringBuilder();

  /** What is to be read although an arrow runs behind it. */
  private final StringBuilder over = new StringBuilder();

  private final Map<String, Area> areas = new HashMap<>();

  @Override
  public void add(String id, Shape shape, Area area, List<String> lines) {
    areas.put(id, area);
    String style = shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
    body.append(outline(shape, area, style)).append('\n');
    int y = area.y() + area.height() / 2 - (lines.size() - 1) * 9 + 5;
    for (int i = 0; i < lines.size(); i++) {
      body.append(
          "<text class='%s' x='%d' y='%d'>%s</text>\n"
              .formatted(i == 0 ? "name" : "more", area.middle(), y + 18 * i, lines.get(i)));
    }
  }

  @Override
  public void join(String from, String to, String label) {
    Area above = areas.getOrDefault(from, new Area(0, 0, 0, 0));
    Area below = areas.getOrDefault(to, new Area(0, 0, 0, 0));
    int start = wide(above, below);
    int end = wide(below, above);
    int bend = label.isEmpty() ? below.y() - 16 : above.bottom() + 16;
    body.append(
        "<path d='M%d %d V%d H%d V%d'/>\n"
            .formatted(start, above.bottom(), bend, end, below.y() - 2));
    if (!label.isEmpty()) {
      over.append(
          "<text class='more label' x='%d' y='%d'>%s</text>\n"
              .formatted(end, above.bottom() + 12, label));
    }
  }

  @Override
  public void beginFrame(String id, String title, Area area) {
    body.append(
        "<rect class='frame' rx='8' x='%d' y='%d' width='%d' height='%d'/>\n"
            .formatted(area.x(), area.y(), area.width(), area.height()));
    over.append(
        "<text class='title' x='%d' y='%d'>%s</text>\n"
            .formatted(area.x() + 12, area.y() + 18, title));
  }

  @Override
  public void endFrame() {
    // A frame is drawn when it begins.
  }

  @Override
  public String text(Area all) {
    return """
        <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1$d %2$d' width='%1$d' height='%2$d'>
        <style>
        %3$s</style>
        <defs><marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='8' markerHeight='8' orient='auto'>
        <polygon points='0,0 8,4 0,8' style='fill:#52606d;stroke:none'/></marker></defs>
        %4$s%5$s</svg>
        """
        .formatted(all.width(), all.height(), STYLE, body, over);
  }

  private static String outline(Shape shape, Area area, String style) {
    return switch (shape) {
      case CHOICE ->
          "<polygon class='%s' points='%d,%d %d,%d %d,%d %d,%d'/>"
              .formatted(
                  style,
                  area.middle(),
                  area.y(),
                  area.x() + area.width(),
                  area.y() + area.height() / 2,
                  area.middle(),
                  area.bottom(),
                  area.x(),
                  area.y() + area.height() / 2);
      case MERGE ->
          "<circle class='%s' cx='%d' cy='%d' r='%d'/>"
              .formatted(style, area.middle(), area.y() + area.height() / 2, area.height() / 2 - 1);
      default ->
          "<rect class='%s' rx='%d' x='%d' y='%d' width='%d' height='%d'/>"
              .formatted(style, round(shape), area.x(), area.y(), area.width(), area.height());
    };
  }

  private static int round(Shape shape) {
    return switch (shape) {
      case END, NOTHING -> 12;
      case RETRIABLE -> 14;
      case BAR -> 2;
      case WAIT -> 0;
      default -> 5;
    };
  }

  /**
   * Where an arrow leaves or enters: at a wide bar opposite of the other end, else in the middle.
   */
  private static int wide(Area area, Area other) {
    boolean inside = other.middle() > area.x() && other.middle() < area.x() + area.width();
    return area.height() <= Measure.BAR_HEIGHT && inside ? other.middle() : area.middle();
  }
}
