package io.palinode.chaos.check;

import io.palinode.message.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything about one saga as lines for people, by time. Times of day are UTC.
 *
 * <p>Pure functions.
 */
public final class SagaStory {
  private SagaStory() {}

  public static String of(SagaCase saga) {
    var lines = new ArrayList<Line>();
    addDealings(saga.client(), lines);
    for (var effect : saga.effects()) {
      lines.add(
          new Line(
              effect.line().at(),
              "%-9s %s, epoch %d, receipt %s, heard %s"
                  .formatted(
                      effect.participant(),
                      effect.name(),
                      effect.line().epoch(),
                      effect.effect().receipt(),
                      effect.effect().heard())));
    }
    saga.reports().forEach(report -> addReport(report, lines));
    return "Saga %s, %s in ZooKeeper at the end%n%s"
        .formatted(saga.id(), saga.live() ? "still" : "not", text(lines));
  }

  private static void addDealings(Dealings client, List<Line> lines) {
    for (var start : client.starts()) {
      lines.add(
          new Line(
              start.at(),
              "client    asks for it, %s: '%s', %s, %s"
                  .formatted(start.occasion(), start.definition(), start.key(), start.script())));
    }
    for (var request : client.requests()) {
      var answer = request.answer();
      lines.add(
          new Line(
              request.at(),
              answer == null
                  ? "client    asks for %s".formatted(request.verb())
                  : "client    is answered on %s: %s".formatted(request.verb(), answer)));
    }
    for (var told : client.told()) {
      lines.add(
          new Line(
              told.at(),
              "client    is told, having asked %s: %s".formatted(told.occasion(), told.status())));
    }
  }

  private static void addReport(Reported reported, List<Line> lines) {
    lines.add(
        new Line(
            reported.report().atMillis(),
            "reported  %s as %s, reason %s"
                .formatted(reported.status(), reported.id(), reported.report().reason())));
    for (var event : reported.report().history()) {
      lines.add(new Line(event.atMillis(), "journal   " + text(event)));
    }
  }

  private static String text(HistoryEntry event) {
    var direction = event.direction() == null ? "" : "/" + event.direction().word();
    var step = event.step() == null ? "" : " " + event.step() + direction;
    var attempt = event.attempt() == 0 ? "" : " attempt " + event.attempt();
    var reason = event.reason() == null ? "" : " because of " + event.reason();
    return event.event() + step + attempt + reason;
  }

  private static String text(List<Line> lines) {
    var text = new StringBuilder();
    lines.stream()
        .distinct()
        .sorted((one, other) -> Long.compare(one.at(), other.at()))
        .forEach(
            line ->
                text.append("  %s  %s%n".formatted(Instant.ofEpochMilli(line.at()), line.what())));
    return text.toString();
  }

  private record Line(long at, String what) {}
}
