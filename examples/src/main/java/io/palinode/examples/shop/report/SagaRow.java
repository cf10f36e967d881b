package io.palinode.examples.shop.report;

import io.palinode.examples.shop.Amount;
import io.palinode.examples.shop.Order;
import io.palinode.message.Reason;
import org.jspecify.annotations.Nullable;

/** The row of one saga in the table of the report. Immutable. */
final class SagaRow {
  private final TimelineSvg svg;

  SagaRow(TimelineSvg svg) {
    this.svg = svg;
  }

  String html(SagaStory story) {
    Timeline timeline = story.timeline();
    String status = story.status().word();
    return """
    <tr data-status="%s">
    <td><b>%s</b> %s<br><small>%s</small></td>
    <td><span class="badge %s">%s</span>%s</td>
    <td class="number">%s</td>
    <td>%s<div class="words">%s</div></td>
    </tr>\
    """
        .formatted(
            status,
            Html.text(story.order().id()),
            Html.text(story.order().customer()),
            Html.text(ordered(story.order())),
            status,
            badge(story),
            reason(story.reason()),
            timeline.attempts().isEmpty() ? "" : Html.millis(timeline.millis()),
            svg.draw(timeline),
            Html.text(svg.inWords(timeline)));
  }

  private static String ordered(Order order) {
    return "%d × %s, %s".formatted(order.quantity(), order.sku(), Amount.of(order.cents()));
  }

  private static String badge(SagaStory story) {
    return switch (story.status()) {
      case COMPLETED -> "✓ completed";
      case COMPENSATED -> "↶ undone";
      case PARKED -> "■ parked";
      case REFUSED -> "✗ refused";
      default -> "… " + story.status().word();
    };
  }

  private static String reason(@Nullable Reason reason) {
    return reason == null
        ? ""
        : "<br><b>%s</b><br><small>%s</small>"
            .formatted(Html.text(reason.code()), Html.text(reason.text()));
  }
}
