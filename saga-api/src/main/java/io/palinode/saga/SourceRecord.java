package io.palinode.saga;

import io.palinode.message.MalformedMessage;
import io.palinode.message.MessageType;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.WireRecord;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic of yours that may start a saga: key, headers, and the value, which is read
 * when it is first asked for.
 *
 * <p>Used by one thread.
 *
 * @param <E> what its JSON value is read as
 */
public final class SourceRecord<E> {
  private final WireRecord record;
  private final Instant time;
  private final Class<E> type;
  private final PayloadCodec codec;
  private @Nullable E value;

  SourceRecord(WireRecord record, Instant time, Class<E> type, PayloadCodec codec) {
    this.record = record;
    this.time = time;
    this.type = type;
    this.codec = codec;
  }

  /** The key as UTF-8 text. */
  public Optional<String> key() {
    return Optional.ofNullable(record.key());
  }

  /** The last header of this name as UTF-8 text, such as {@code ce_type} of a CloudEvent. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(record.headers().get(name));
  }

  /** Kafka's timestamp of the record. */
  public Instant time() {
    return time;
  }

  /** False for a tombstone, the mark of a deletion in a compacted topic. */
  public boolean hasValue() {
    return record.value() != null;
  }

  /**
   * The value. Fields that its class does not know are ignored.
   *
   * @throws MalformedMessage if there is none, or it is no JSON that fits the class
   */
  public E value() {
    if (value == null) {
      byte[] json = record.value();
      if (json == null) {
        throw new MalformedMessage(
            "The record has no value; expected the JSON of a %s.".formatted(type.getName()));
      }
      value = codec.decode(new Payload(MessageType.of(type), json), type);
    }
    return value;
  }
}
