package io.palinode.examples.shop.books;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.MessageType;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.participant.Remembered.Settled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a command was settled, as a ledger keeps it.
 *
 * <p>Immutable.
 *
 * @param command the command's id
 * @param attempt the attempt that settled it
 * @param type the wire name of the reply, null where the command was rejected
 * @param reply the reply's own JSON, null where there is none
 * @param code why the command was rejected, null where it succeeded
 * @param text the same in a sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Settlement(
    String command,
    int attempt,
    @Nullable String type,
    @Nullable JsonNode reply,
    @Nullable String code,
    @Nullable String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Settlement of(CommandId id, Settled settled) {
    if (settled.outcome() instanceof Succeeded succeeded) {
      Payload payload = succeeded.payload();
      return new Settlement(
          id.toString(), settled.attempt(), payload.type(), tree(payload), null, null);
    } else if (settled.outcome() instanceof Rejected rejected) {
      Reason reason = rejected.reason();
      return new Settlement(
          id.toString(), settled.attempt(), null, null, reason.code(), reason.text());
    }
    throw new IllegalArgumentException("%s is not settled: %s.".formatted(id, settled.outcome()));
  }

  public CommandId id() {
    return CommandId.parse(command);
  }

  /** True if the service did what it was told. */
  public boolean succeeded() {
    return code == null;
  }

  Settled settled() {
    if (code != null) {
      return new Settled(attempt, new Rejected(new Reason(code, text == null ? "" : text)));
    }
    byte[] json = String.valueOf(reply).getBytes(StandardCharsets.UTF_8);
    return new Settled(
        attempt, new Succeeded(new Payload(type == null ? MessageType.NONE : type, json)));
  }

  private static JsonNode tree(Payload payload) {
    try {
      return JSON.readTree(payload.text());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The reply is no JSON: " + payload, e);
    }
  }
}
