package io.palinode.examples.shop.report;

import io.palinode.examples.shop.report.Attempt.Result;
import io.palinode.message.Direction;
import java.util.List;
import java.util.Locale;

/**
 * Draws one saga over time: what it did in the upper lane, what it undid in the lower one.
 *
 * <ul>
 *   <li>Every bar is an attempt. Its colour, its sign and its tooltip all say what came of it.
 *   <li>A bar too narrow for its label shows the number of its step, or nothing; it is never wider
 *       than its time, but for a pixel or two to be seen at all.
 *   <li>The hatched part is a time without an orchestrator.
 * </ul>
 *
 * <p>Immutable.
 */
final class TimelineSvg {
  private static final int WIDTH = 600;
  private static final int LEFT = 54;
  private static final int LANE = 20;
  private static final int TOP = 3;
  private static final double THINNEST = 2.5;
  private static final double CHARACTER = 6.2;

  private final List<String> steps;
  private final List<Outage> outages;

  /**
   * Draws timelines of sagas of one definition.
   *
   * @param steps the definition's steps, in order
   */
  TimelineSvg(List<String> steps, List<Outage> outages) {
    this.steps = List.copyOf(steps);
    this.outages = List.copyOf(outages);
  }

  String draw(Timeline timeline) {
    boolean turned =
        timeline.attempts().stream().anyMatch(a -> a.direction() == Direction.COMPENSATION);
    int lanes = turned ? 2 : 1;
    int bottom = TOP + lanes * LANE;
    StringBuilder svg = new StringBuilder(1024);
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">"
            .formatted(
                WIDTH,
                bottom + 14,
                WIDTH,
                bottom + 14,
                Html.text("Timeline: " + inWords(timeline))));
    svg.append(lane("forward", 0));
    if (turned) {
      svg.append(lane("undo", 1));
    }
    for (Outage outage : outages) {
      svg.append(outage(timeline, outage, bottom));
    }
    timeline.attempts().forEach(attempt -> svg.append(bar(timeline, attempt)));
    return svg.append(axis(timeline, bottom)).append("</svg>").toString();
  }

  /** The same in words, such as {@code 1 ✓ 2 ↻✓ 3 ✗ | 2 ↶ 1 ↶}. */
  String inWords(Timeline timeline) {
    StringBuilder words = new StringBuilder();
    Direction direction = Direction.ACTION;
    String step = "";
    for (Attempt attempt : timeline.attempts()) {
      if (attempt.direction() != direction) {
        words.append(" |");
        direction = attempt.direction();
        step = "";
      }
      if (!attempt.step().equals(step)) {
        words.append(words.isEmpty() ? "" : " ").append(number(attempt)).append(' ');
        step = attempt.step();
      }
      words.append(attempt.result().sign());
    }
    return words.toString();
  }

  private String bar(Timeline timeline, Attempt attempt) {
    double x = x(timeline, attempt.from());
    double width = Math.max(THINNEST, x(timeline, attempt.to()) - x - 1);
    int y = TOP + (attempt.direction() == Direction.ACTION ? 0 : LANE);
    String label = label(attempt, width);
    String text =
        label.isEmpty()
            ? ""
            : "<text x=\"%s\" y=\"%d\">%s</text>".formatted(px(x + 4), y + 12, Html.text(label));
    return "<g class=\"bar %s\"><title>%s</title><rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"2\"/>%s</g>"
        .formatted(
            css(attempt.result()),
            Html.text(title(timeline, attempt)),
            px(x),
            y,
            px(width),
            LANE - 4,
            text);
  }

  private String label(Attempt attempt, double width) {
    String sign = attempt.result().sign();
    String whole = number(attempt) + " " + attempt.step() + " " + sign;
    if (whole.length() * CHARACTER + 8 <= width) {
      return whole;
    }
    String brief = number(attempt) + sign;
    return brief.length() * CHARACTER + 7 <= width ? brief : "";
  }

  private static String title(Timeline timeline, Attempt attempt) {
    String what = attempt.direction() == Direction.ACTION ? "" : "undo ";
    String again = attempt.number() > 1 ? ", attempt " + attempt.number() : "";
    String why = attempt.reason() == null ? "" : " (" + attempt.reason() + ")";
    return "%s%s%s: %s%s, at %s, took %s"
        .formatted(
            what,
            attempt.step(),
            again,
            attempt.result().word(),
            why,
            Html.millis(attempt.from() - timeline.from()),
            Html.millis(attempt.to() - attempt.from()));
  }

  private static String lane(String name, int lane) {
    int y = TOP + lane * LANE;
    return "<text class=\"lane\" x=\"0\" y=\"%d\">%s</text><rect class=\"track\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>"
        .formatted(y + 12, name, LEFT, y, WIDTH - LEFT, LANE - 4);
  }

  private static String outage(Timeline timeline, Outage outage, int bottom) {
    boolean over = outage.recoveredAt() < timeline.from() || outage.killedAt() > timeline.to();
    if (over || timeline.millis() == 0) {
      return "";
    }
    double x = x(timeline, Math.max(outage.killedAt(), timeline.from()));
    double end = x(timeline, Math.min(outage.recoveredAt(), timeline.to()));
    return "<g class=\"outage\"><title>No orchestrator: it was killed.</title><rect x=\"%s\" y=\"0\" width=\"%s\" height=\"%d\"/></g>"
        .formatted(px(x), px(Math.max(1, end - x)), bottom);
  }

  private static String axis(Timeline timeline, int bottom) {
    long millis = timeline.millis();
    return "<g class=\"axis\"><path d=\"M%d %dH%d\"/><text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text></g>"
        .formatted(
            LEFT,
            bottom,
            WIDTH,
            LEFT,
            bottom + 11,
            (LEFT + WIDTH) / 2,
            bottom + 11,
            Html.millis(millis / 2),
            WIDTH,
            bottom + 11,
            Html.millis(millis));
  }

  private static double x(Timeline timeline, long at) {
    double span = Math.max(1, timeline.millis());
    return LEFT + (WIDTH - LEFT) * (at - timeline.from()) / span;
  }

  private int number(Attempt attempt) {
    return steps.indexOf(attempt.step()) + 1;
  }

  static String css(Result result) {
    return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String px(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
