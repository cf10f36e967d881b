package io.palinode.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.message.SagaReport;
import io.palinode.message.WireRecord;
import java.util.Map;

/**
 * A record of the topic of events.
 *
 * @param id the CloudEvent's
 * @param saga the record's key
 * @param body the report, as JSON
 */
public record EventLine(int partition, long offset, String id, String saga, String body) {
  SagaReport report() {
    return SagaReport.from(new WireRecord(saga, Map.of(), body.getBytes(UTF_8)));
  }
}
