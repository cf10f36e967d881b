package io.palinode.examples.shop.report;

import io.palinode.examples.shop.Amount;
import io.palinode.examples.shop.PlaceOrder;
import io.palinode.examples.shop.audit.AuditReport;
import io.palinode.examples.shop.report.Attempt.Result;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One run of the shop as one HTML file, with nothing outside of it.
 *
 * <p>Lives for one page.
 */
public final class ReportPage {
  private static final List<SagaStatus> ORDER =
      List.of(
          SagaStatus.PARKED,
          SagaStatus.RUNNING,
          SagaStatus.COMPENSATING,
          SagaStatus.REFUSED,
          SagaStatus.UNKNOWN,
          SagaStatus.COMPENSATED,
          SagaStatus.COMPLETED);

  private final ShopRun run;
  private final List<String> steps =
      PlaceOrder.DEFINITION.steps().stream().map(Step::name).toList();

  private ReportPage(ShopRun run) {
    this.run = run;
  }

  /** The page about a run. */
  public static String of(ShopRun run) {
    return new ReportPage(run).page();
  }

  private String page() {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <header><h1>%s</h1><p>%s</p></header>
    <main>
    %s
    %s
    %s
    </main>
    <script>
    %s</script>
    </body>
    </html>
    """
        .formatted(
            Html.text(run.title()),
            resource("report.css"),
            Html.text(run.title()),
            Html.text(introduction()),
            tiles(),
            columns(),
            sagas(),
            resource("report.js"));
  }

  private String introduction() {
    return "%,d orders in %s, each one a saga of %d steps over four services. "
            .formatted(run.stories().size(), Html.millis(run.totalMillis()), steps.size())
        + "What is shown here is what the orchestrator journaled; the audit asks the services' own"
        + " books.";
  }

  private String tiles() {
    List<String> tiles = new ArrayList<>();
    tiles.add(tile("completed", "✓ completed", run.count(SagaStatus.COMPLETED), "every step done"));
    tiles.add(
        tile(
            "compensated",
            "↶ undone",
            run.count(SagaStatus.COMPENSATED),
            "every done step undone"));
    tiles.add(tile("parked", "■ parked", run.count(SagaStatus.PARKED), "waiting for a person"));
    tiles.add(tile("plain", "↻ retries", run.retries(), "commands sent again"));
    tiles.add(tile("plain", "✗ bad lines", run.rejected().size(), "of the files of orders"));
    for (Outage outage : run.outages()) {
      tiles.add(
          "<div class=\"tile plain\"><b>%s</b><span>↯ outage</span><small>kill -9 to the next outcome</small></div>"
              .formatted(Html.millis(outage.millis())));
    }
    return "<section class=\"tiles\">" + String.join("\n", tiles) + "</section>";
  }

  private static String tile(String css, String name, long count, String meaning) {
    return "<div class=\"tile %s\"><b>%,d</b><span>%s</span><small>%s</small></div>"
        .formatted(css, count, name, meaning);
  }

  private String columns() {
    return "<section class=\"columns\">" + audit() + failures() + rejected() + "</section>";
  }

  private String audit() {
    AuditReport audit = run.audit();
    List<String> lines = new ArrayList<>();
    if (audit.passed()) {
      lines.add("Every order is all done or wholly undone; parked ones are listed.");
      lines.add("No effect was applied twice, in %,d entries.".formatted(audit.effects()));
    }
    lines.add(
        "Pieces: %,d delivered, %,d reserved, %,d released, %,d left."
            .formatted(
                audit.stock().delivered(),
                audit.stock().reserved(),
                audit.stock().released(),
                audit.stock().remaining()));
    lines.add(
        "Money: %s authorised, %s captured, %s voided, %s held."
            .formatted(
                Amount.of(audit.money().authorised()),
                Amount.of(audit.money().captured()),
                Amount.of(audit.money().voided()),
                Amount.of(audit.money().held())));
    audit
        .parked()
        .forEach((order, stands) -> lines.add("Parked: %s (%s)".formatted(order, stands)));
    lines.addAll(audit.findings());
    String title = audit.passed() ? "✓ Audit passed" : "✗ Audit failed";
    return card(audit.passed() ? "good" : "wrong", title, lines);
  }

  private String failures() {
    Map<String, Long> failures =
        run.with(SagaStatus.COMPENSATED)
            .collect(
                Collectors.groupingBy(ReportPage::failure, TreeMap::new, Collectors.counting()));
    List<String> lines =
        failures.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(failure -> "%d × %s".formatted(failure.getValue(), failure.getKey()))
            .toList();
    return card("", "↶ Why orders were undone", lines);
  }

  private static String failure(SagaStory story) {
    String step = story.timeline().failure().map(Attempt::step).orElse("?");
    return step + (story.reason() == null ? "" : ": " + story.reason().code());
  }

  private String rejected() {
    return card("", "✗ Lines that were no orders", run.rejected());
  }

  private static String card(String css, String title, List<String> lines) {
    String items =
        lines.stream()
            .map(line -> "<li>" + Html.text(line) + "</li>")
            .collect(Collectors.joining("\n"));
    return "<article class=\"%s\"><h2>%s</h2><ul>%s</ul></article>"
        .formatted(css, Html.text(title), items.isEmpty() ? "<li>none</li>" : items);
  }

  private String sagas() {
    SagaRow row = new SagaRow(new TimelineSvg(steps, run.outages()));
    String rows =
        run.stories().stream()
            .sorted(
                Comparator.comparing((SagaStory story) -> ORDER.indexOf(story.status()))
                    .thenComparing(story -> -story.timeline().retries()))
            .map(row::html)
            .collect(Collectors.joining("\n"));
    return """
    <section>
    <h2>Sagas</h2>
    <p class="legend">Steps: %s</p>
    <p class="legend">%s</p>
    <p class="filter" id="filter"></p>
    <div class="scroll"><table>
    <thead><tr><th>Order</th><th>Outcome</th><th>Time</th><th>Timeline</th></tr></thead>
    <tbody id="sagas">
    %s
    </tbody></table></div>
    </section>
    """
        .formatted(stepsLegend(), resultsLegend(), rows);
  }

  private String stepsLegend() {
    List<String> numbered = new ArrayList<>();
    for (int step = 0; step < steps.size(); step++) {
      numbered.add("<b>%d</b> %s".formatted(step + 1, Html.text(steps.get(step))));
    }
    return String.join(" · ", numbered);
  }

  private static String resultsLegend() {
    List<String> signs = new ArrayList<>();
    for (Result result : Result.values()) {
      signs.add(
          "<span class=\"key %s\">%s</span> %s"
              .formatted(TimelineSvg.css(result), result.sign(), result.word()));
    }
    signs.add("<span class=\"key shade\"> </span> shaded: no orchestrator");
    return String.join(" ", signs);
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The report's " + name + " is not on the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
