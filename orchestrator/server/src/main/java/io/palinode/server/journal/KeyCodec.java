package io.palinode.server.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palinode.core.key.Claim;
import io.palinode.core.key.Lock;
import io.palinode.message.CommandId;
import io.palinode.message.MalformedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a business key as the content of its znode, one JSON object for people too, and reads it
 * again.
 *
 * <ul>
 *   <li>A format that shipped is frozen by golden files.
 *   <li>Fields that nobody knows are passed over. What cannot be read in full is refused: {@link
 *       UnreadableLog}.
 * </ul>
 *
 * <p>Stateless; safe for use by any thread.
 */
public final class KeyCodec {
  static final int FORMAT = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private KeyCodec() {}

  /** The lock's key as bytes. */
  public static byte[] encode(Lock lock) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("format", FORMAT);
    if (lock.holder() != null) {
      node.put("grantedIn", lock.grantedIn());
      node.set("holder", claim(lock.holder()));
    }
    ArrayNode queue = node.putArray("queue");
    lock.queue().forEach(waiting -> queue.add(claim(waiting)));
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The lock's key that was written so.
   *
   * @throws UnreadableLog if there is anything that this version does not understand
   */
  public static Lock decode(byte[] content) {
    JsonNode node;
    try {
      node = MAPPER.readTree(content);
    } catch (IOException e) {
      throw new UnreadableLog("The key is no JSON object: " + e.getMessage(), e);
    }
    long format = number(node, "format");
    if (format != FORMAT) {
      throw new UnreadableLog(
          "The key's format is %d; this version reads %d. A newer orchestrator wrote it."
              .formatted(format, FORMAT));
    }
    List<Claim> queue = new ArrayList<>();
    for (JsonNode waiting : field(node, "queue")) {
      queue.add(claim(waiting));
    }
    return node.hasNonNull("holder")
        ? new Lock(claim(node.get("holder")), number(node, "grantedIn"), queue)
        : new Lock(null, 0, queue);
  }

  private static ObjectNode claim(Claim claim) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("step", claim.step().toString());
    node.put("attempt", claim.attempt());
    node.put("epoch", claim.epoch());
    return node;
  }

  private static Claim claim(JsonNode node) {
    try {
      CommandId step = CommandId.parse(field(node, "step").asText());
      return new Claim(step, (int) number(node, "attempt"), number(node, "epoch"));
    } catch (MalformedMessage e) {
      throw new UnreadableLog("The key has a claim that is none: " + e.getMessage(), e);
    }
  }

  private static long number(JsonNode node, String name) {
    JsonNode value = field(node, name);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new UnreadableLog("The key's '%s' is '%s'; expected a number.".formatted(name, value));
    }
    return value.longValue();
  }

  private static JsonNode field(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new UnreadableLog("The key lacks the field '%s'.".formatted(name));
    }
    return value;
  }
}
