package io.palinode.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ReportWriter} writes. Unknown fields are ignored, so a report may be newer than
 * its reader.
 */
final class ReportReader {
  static final String TYPE_PREFIX = "io.palinode.saga.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportReader() {}

  static SagaReport read(WireRecord record) {
    if (record.value() == null) {
      throw new MalformedMessage("The report has no value; expected a JSON object.");
    }
    JsonNode body;
    try {
      body = JSON.readTree(record.value());
    } catch (IOException e) {
      throw new MalformedMessage("The report is no JSON: " + e.getMessage(), e);
    }
    if (!body.path("sagaId").isTextual() || !body.path("status").isTextual()) {
      throw new MalformedMessage("The report lacks 'sagaId' or 'status'.");
    }
    return new SagaReport(
        body.path("sagaId").asText(),
        text(body, "saga"),
        body.path("version").asInt(0),
        SagaStatus.of(body.path("status").asText()),
        body.path("at").asLong(),
        reason(body),
        body.get("data"),
        history(body.path("history")),
        answer(body.get("answer")));
  }

  private static @Nullable RequestAnswer answer(@Nullable JsonNode answer) {
    return answer == null
        ? null
        : new RequestAnswer(
            answer.path("request").asText(),
            RequestAnswer.Verdict.of(answer.path("verdict").asText()),
            new Reason(answer.path("code").asText(), answer.path("text").asText()));
  }

  private static List<HistoryEntry> history(JsonNode lines) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (JsonNode line : lines) {
      long at = line.path("at").asLong();
      for (JsonNode event : line.path("events")) {
        entries.add(
            new HistoryEntry(
                at,
                event.path("event").asText(),
                text(event, event.hasNonNull("part") ? "part" : "step"),
                event.hasNonNull("direction")
                    ? Direction.of(event.get("direction").asText())
                    : null,
                event.path("attempt").asInt(0),
                reason(event),
                detail(event)));
      }
    }
    return entries;
  }

  private static @Nullable String detail(JsonNode event) {
    return switch (event.path("event").asText()) {
      case "items-listed" -> event.path("items").size() + " items";
      case "branch-chosen" -> event.path("branch").asText("none");
      case "migrated" -> "version " + event.path("version").asInt();
      case "wait-begun" -> until(event.path("until").asLong());
      case "decision-asked" -> asked(event);
      case "decision-made" -> made(event);
      case "deadline-set" -> until(event.path("due").asLong());
      case "signal-taken" -> text(event, "signal");
      default -> text(event, "key");
    };
  }

  private static String asked(JsonNode event) {
    List<String> options = new ArrayList<>();
    event.path("options").forEach(option -> options.add(option.asText()));
    String until = until(event.path("until").asLong());
    return String.join(", ", options) + (until == null ? "" : "; " + until);
  }

  private static String made(JsonNode event) {
    String by = event.hasNonNull("by") ? event.get("by").asText() : "its deadline";
    String why = event.path("why").asText();
    return "%s, by %s%s"
        .formatted(event.path("option").asText(), by, why.isEmpty() ? "" : ": " + why);
  }

  private static @Nullable String until(long millis) {
    return millis == 0 ? null : "until " + Instant.ofEpochMilli(millis);
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : null;
  }

  private static @Nullable Reason reason(JsonNode node) {
    JsonNode reason = node.get("reason");
    return reason == null || reason.isNull()
        ? null
        : new Reason(reason.path("code").asText(), reason.path("text").asText());
  }
}
