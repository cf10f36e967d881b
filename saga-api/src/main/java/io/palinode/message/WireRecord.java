package io.palinode.message;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as Kafka carries it: key, headers, value.
 *
 * <p>Immutable by agreement.
 *
 * @param key the saga id or the address of a business key, which decides the partition
 * @param headers text by name; see {@link WireHeader} for the names
 * @param value the payload, as JSON
 */
public record WireRecord(
    @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {

  static Builder keyed(String key) {
    return new Builder(key);
  }

  /** The same with one more header. */
  WireRecord with(String header, String text) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, text);
    return new WireRecord(key, more, value);
  }

  String required(String header) {
    String text = headers.get(header);
    if (text == null) {
      throw new MalformedMessage(
          "The header '%s' is missing; the record has %s.".formatted(header, headers.keySet()));
    }
    return text;
  }

  String optional(String header) {
    return headers.getOrDefault(header, "");
  }

  long requiredNumber(String header) {
    String text = required(header);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedMessage(
          "The header '%s' is '%s'; expected a whole number.".formatted(header, text), e);
    }
  }

  int requiredAttempt() {
    long attempt = requiredNumber(WireHeader.ATTEMPT);
    if (attempt < 1 || attempt > Integer.MAX_VALUE) {
      throw new MalformedMessage(
          "The header '%s' is %d; attempts count from 1.".formatted(WireHeader.ATTEMPT, attempt));
    }
    return (int) attempt;
  }

  Payload payload() {
    byte[] json = value == null ? Payload.NONE.json() : value;
    return new Payload(headers.getOrDefault(WireHeader.TYPE, MessageType.NONE), json);
  }

  /** The id of the command, whose saga must be the record's key. */
  CommandId commandId() {
    CommandId id = CommandId.parse(required(WireHeader.COMMAND));
    if (!id.sagaId().equals(key)) {
      throw new MalformedMessage(
          "The record's key is '%s' and its command is '%s'; expected the key to be the saga id."
              .formatted(key, id));
    }
    return id;
  }

  /** Gathers the headers of one record. */
  static final class Builder {
    private final String key;
    private final Map<String, String> headers = new LinkedHashMap<>(12);

    private Builder(String key) {
      this.key = key;
    }

    Builder with(String header, String text) {
      headers.put(header, text);
      return this;
    }

    Builder with(String header, long number) {
      return with(header, Long.toString(number));
    }

    Builder with(Reason reason) {
      return with(WireHeader.REASON_CODE, reason.code()).with(WireHeader.REASON, reason.text());
    }

    WireRecord carrying(Payload payload) {
      return with(WireHeader.TYPE, payload.type()).carrying(payload.json());
    }

    WireRecord carrying(String json) {
      return carrying(json.getBytes(StandardCharsets.UTF_8));
    }

    WireRecord carrying(byte[] json) {
      return new WireRecord(key, headers, json);
    }
  }
}
