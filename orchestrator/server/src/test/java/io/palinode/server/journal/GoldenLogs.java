package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.core.SagaEvent;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.ReportWriter;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.saga.DefinitionRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Logs as the golden files have them, and what they are made of. */
final class GoldenLogs {
  static final DefinitionRef PLACE_ORDER = new DefinitionRef("place-order", 3, "0a1b2c3d4e5f");
  static final Payload ORDER = json("order", "{\"id\":\"o-1\",\"text\":\"Käse \\\"50%\\\"\"}");
  static final Reason SOLD_OUT = new Reason("SOLD_OUT", "Nothing\nleft of \"Käse\".");
  static final Reason TIMEOUT = new Reason("TIMEOUT", "");

  private GoldenLogs() {}

  static String golden(String name) {
    try (InputStream file = GoldenLogs.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError("The golden file " + name + " cannot be read.", e);
    }
  }

  static SagaReport report(String log) {
    byte[] history = EntryCodec.history(log.getBytes(UTF_8));
    return SagaReport.from(
        new ReportWriter("shop")
            .report(
                "o-1",
                "place-order",
                3,
                new ReportWriter.Reached(SagaStatus.COMPENSATED, 5, null),
                ORDER,
                history));
  }

  static String text(List<JournalEntry> entries) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    entries.forEach(entry -> log.writeBytes(EntryCodec.encode(entry)));
    return log.toString(UTF_8);
  }

  static JournalEntry entry(long batch, SagaEvent... events) {
    return new JournalEntry(batch, 1732345678900L + batch, List.of(events));
  }

  static Payload json(String type, String json) {
    return new Payload(type, json.getBytes(UTF_8));
  }
}
