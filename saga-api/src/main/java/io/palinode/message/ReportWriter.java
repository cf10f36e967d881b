package io.palinode.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes a saga's report from the orchestrator's own bytes, so that neither data nor history is
 * parsed again.
 *
 * <p>Immutable and safe for use by any thread.
 *
 * @param namespace of the orchestrator, which becomes the CloudEvent's source
 */
public record ReportWriter(String namespace) {
  private static final JsonFactory JSON = new JsonFactory();

  /** A report of a saga whose log is at hand. */
  public WireRecord report(
      String sagaId, String saga, int version, Reached reached, Payload data, byte[] history) {
    return write(
        sagaId,
        reached,
        (json, bytes) -> {
          json.writeStringField("saga", saga);
          json.writeNumberField("version", version);
          json.writeFieldName("data");
          raw(data.json(), json, bytes);
          json.writeFieldName("history");
          raw(history, json, bytes);
        });
  }

  /** A report of a saga of which only the status is known. */
  public WireRecord brief(String sagaId, Reached reached) {
    return write(sagaId, reached, (json, bytes) -> {});
  }

  private WireRecord write(String sagaId, Reached reached, Details details) {
    String status = reached.status().word();
    return WireRecord.keyed(sagaId)
        .with("ce_specversion", "1.0")
        .with("ce_id", id(sagaId, reached))
        .with("ce_source", "/palinode/" + namespace)
        .with("ce_type", ReportReader.TYPE_PREFIX + status)
        .with("ce_subject", sagaId)
        .with("ce_time", Instant.ofEpochMilli(reached.atMillis()).toString())
        .with("content-type", "application/json")
        .carrying(body(sagaId, reached, details));
  }

  /** A saga may come to several standings of one status in a millisecond, and one be told twice. */
  private static String id(String sagaId, Reached reached) {
    String id = sagaId + "/" + reached.status().word() + "/" + reached.atMillis();
    if (!reached.edition().isEmpty()) {
      id += "/" + reached.edition();
    }
    return reached.answer() == null ? id : id + "/" + reached.answer().requestId();
  }

  private static byte[] body(String sagaId, Reached reached, Details details) {
    BufferRecycler buffers = JSON._getBufferRecycler();
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(buffers);
        JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("sagaId", sagaId);
      json.writeStringField("status", reached.status().word());
      json.writeNumberField("at", reached.atMillis());
      if (reached.reason() != null) {
        json.writeObjectFieldStart("reason");
        reason(json, reached.reason());
      }
      if (reached.answer() != null) {
        json.writeObjectFieldStart("answer");
        json.writeStringField("request", reached.answer().requestId());
        json.writeStringField("verdict", reached.answer().verdict().word());
        reason(json, reached.answer().reason());
      }
      details.write(json, bytes);
      json.writeEndObject();
      json.flush();
      return bytes.getClearAndRelease();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    } finally {
      buffers.releaseToPool();
    }
  }

  /** The empty raw value makes the generator expect what follows; the bytes go past it. */
  private static void raw(byte[] value, JsonGenerator json, ByteArrayBuilder bytes)
      throws IOException {
    json.writeRawValue("");
    json.flush();
    bytes.write(value);
  }

  private static void reason(JsonGenerator json, Reason reason) throws IOException {
    json.writeStringField("code", reason.code());
    json.writeStringField("text", reason.text());
    json.writeEndObject();
  }

  /**
   * A status, when it was reached, and why.
   *
   * @param edition sets it apart from what else is told of this status in this millisecond, the
   *     same whenever it is told again; empty where there is nothing else
   * @param answer what became of the request that is answered, null where none is
   */
  public record Reached(
      SagaStatus status,
      long atMillis,
      @Nullable Reason reason,
      String edition,
      @Nullable RequestAnswer answer) {

    public Reached(SagaStatus status, long atMillis, @Nullable Reason reason) {
      this(status, atMillis, reason, "", null);
    }

    /** The same, set apart. */
    public Reached as(String edition) {
      return new Reached(status, atMillis, reason, edition, answer);
    }

    /** The same, in answer to a request. */
    public Reached answering(@Nullable RequestAnswer answer) {
      return new Reached(status, atMillis, reason, edition, answer);
    }
  }

  private interface Details {
    void write(JsonGenerator json, ByteArrayBuilder bytes) throws IOException;
  }
}
