package io.palinode.saga;

import io.palinode.message.MalformedMessage;
import io.palinode.message.PayloadCodec;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.SagaId;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireRecord;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How the records of a topic start sagas of one definition.
 *
 * <p>Immutable and safe for use by any thread, if its functions are.
 *
 * @param <D> the saga's data
 * @param <E> what a record's value is read as
 */
public final class TopicStart<D, E> {
  private final String saga;
  private final String topic;
  private final Class<E> type;
  private final Predicate<SourceRecord<E>> wanted;
  private final Function<SourceRecord<E>, String> id;
  private final Function<SourceRecord<E>, D> data;

  TopicStart(
      String saga,
      String topic,
      Class<E> type,
      Predicate<SourceRecord<E>> wanted,
      Function<SourceRecord<E>, String> id,
      Function<SourceRecord<E>, D> data) {
    this.saga = saga;
    this.topic = topic;
    this.type = type;
    this.wanted = wanted;
    this.id = id;
    this.data = data;
  }

  /** The name of the definition. */
  public String saga() {
    return saga;
  }

  public String topic() {
    return topic;
  }

  /**
   * The start that a record asks for; empty where the record is not wanted.
   *
   * @param time Kafka's timestamp of the record
   * @throws UnusableRecord if the record cannot be read, a function throws or returns null, or what
   *     they make is no id or too large
   */
  public Optional<SagaRequest.Start> start(WireRecord record, Instant time, PayloadCodec codec) {
    SourceRecord<E> source = new SourceRecord<>(record, time, type, codec);
    if (!asked("tell whether it is wanted", () -> wanted.test(source))) {
      return Optional.empty();
    }
    String sagaId = asked("make the saga's id", () -> SagaId.require(required(id.apply(source))));
    return Optional.of(
        asked(
            "make the saga's data",
            () -> new SagaRequest.Start(sagaId, saga, codec.encode(required(data.apply(source))))));
  }

  private <T> T asked(String what, Supplier<T> function) {
    try {
      return function.get();
    } catch (RuntimeException | StackOverflowError e) {
      throw new UnusableRecord(
          "Saga '%s' could not %s from a record of '%s': %s"
              .formatted(saga, what, topic, reason(e)),
          e);
    }
  }

  /** Our own errors are sentences; those of a function are not. */
  private static String reason(Throwable e) {
    return e instanceof MalformedMessage || e instanceof PayloadTooLarge
        ? String.valueOf(e.getMessage())
        : e.toString();
  }

  private static <T> T required(T made) {
    return Objects.requireNonNull(made, "The function returned null.");
  }
}
