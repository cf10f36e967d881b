package io.palinode.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes and reads the users' own records as JSON.
 *
 * <ul>
 *   <li>Times are ISO-8601 text, absent optionals are null, map entries keep an order, so equal
 *       values give equal bytes.
 *   <li>Unknown fields are ignored on reading, so a sender may be newer than its reader; anything
 *       after the value is an error.
 *   <li>What is larger than the limit is refused on writing.
 * </ul>
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class PayloadCodec {
  /** The limit of a payload where nothing else is configured, in bytes of JSON. */
  public static final int DEFAULT_LIMIT = 64 * 1024;

  private final ObjectMapper mapper;
  private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
  private final int limit;

  /** A codec with the default limit. */
  public PayloadCodec() {
    this(DEFAULT_LIMIT);
  }

  /**
   * A codec with a limit of its own.
   *
   * @param limit the greatest size of one payload in bytes of JSON
   */
  public PayloadCodec(int limit) {
    this.limit = limit;
    this.mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /**
   * The value as JSON under its type's wire name.
   *
   * @throws PayloadTooLarge if it is above the limit
   * @throws MalformedMessage if Jackson cannot write it
   */
  public Payload encode(Object value) {
    String type = MessageType.of(value.getClass());
    return checked(new Payload(type, json(value)));
  }

  /**
   * The value as JSON under its type's wire name, where it shares the limit with others.
   *
   * @param taken how many bytes of the limit are taken already
   * @throws PayloadTooLarge if it is above what is left of the limit
   * @throws MalformedMessage if Jackson cannot write it
   */
  public Payload encode(Object value, int taken) {
    Payload payload = encode(value);
    int bytes = taken + payload.json().length;
    if (bytes > limit) {
      throw new PayloadTooLarge(
          "Payload %s and what the saga keeps with it".formatted(payload.type()), bytes, limit);
    }
    return payload;
  }

  /**
   * The values of one list, each as JSON under the name of this type.
   *
   * @param type the class as which they are read again
   * @param taken how many bytes of the limit are taken already
   * @throws PayloadTooLarge if together they are above what is left of the limit
   * @throws MalformedMessage if Jackson cannot write one of them
   */
  public List<Payload> encodeAll(List<?> values, Class<?> type, int taken) {
    List<Payload> payloads = new ArrayList<>(values.size());
    int bytes = taken;
    for (Object value : values) {
      Payload payload = new Payload(MessageType.of(type), json(value));
      bytes += payload.json().length;
      if (bytes > limit) {
        throw new PayloadTooLarge("The list of " + payload.type(), bytes, limit);
      }
      payloads.add(payload);
    }
    return payloads;
  }

  /**
   * The same payload.
   *
   * @throws PayloadTooLarge if it is above the limit
   */
  public Payload checked(Payload payload) {
    if (payload.json().length > limit) {
      throw new PayloadTooLarge("Payload " + payload.type(), payload.json().length, limit);
    }
    return payload;
  }

  private byte[] json(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new MalformedMessage(
          "%s cannot be written as JSON: %s".formatted(value.getClass(), e.getOriginalMessage()),
          e);
    }
  }

  /**
   * Reads a payload.
   *
   * @throws MalformedMessage if it is no JSON, or JSON that does not fit the class
   */
  public <T> T decode(Payload payload, Class<T> type) {
    T value;
    try {
      value = readers.computeIfAbsent(type, mapper::readerFor).readValue(payload.json());
    } catch (IOException e) {
      String why =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new MalformedMessage(
          "The payload '%s' cannot be read as %s: %s"
              .formatted(payload.type(), type.getName(), why),
          e);
    }
    if (value == null) {
      throw new MalformedMessage(
          "The payload '%s' is null; expected a %s.".formatted(payload.type(), type.getName()));
    }
    return value;
  }
}
