package io.palinode.testkit;

import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireRecord;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.ScheduledStart;
import io.palinode.saga.TopicStart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A test of one saga, told as a story: which command is expected, and what its participant answers.
 *
 * <pre>{@code
 * SagaTest.of(placeOrder).started("order-1", order)
 *     .expectCommand("stock", new ReserveStock("order-1", "apple", 2))
 *         .succeeds(new StockReserved("r-7"))
 *     .expectCommand("payments", new ChargeCard("order-1"))
 *         .rejects("CARD_REFUSED")
 *     .expectCompensation("stock", new ReleaseStock("order-1", "r-7"))
 *         .succeeds()
 *     .expectCompensated();
 * }</pre>
 *
 * <ul>
 *   <li>Messages are compared as JSON, as they would travel; so the test also shows that they can.
 *   <li>Nothing takes time but silence, waiting for a retry, and {@link TestedSaga#after}.
 *   <li>The functions of local steps are really run, at once and in no time, and nothing is
 *       expected of the story; what they need from outside is for the test to give them.
 *   <li>After every decision the saga is taken over, as after a crash: a function of the definition
 *       that is not pure fails the test.
 * </ul>
 *
 * <p>Immutable; several stories may be told of one definition.
 *
 * @param <D> the saga's data
 */
public final class SagaTest<D> {
  private static final PayloadCodec CODEC = new PayloadCodec();

  private final SagaDefinition<D> definition;
  private final Instant now;

  private SagaTest(SagaDefinition<D> definition, Instant now) {
    this.definition = definition;
    this.now = now;
  }

  /** Begins a test of this saga, at 1970-01-01T00:00Z. */
  public static <D> SagaTest<D> of(SagaDefinition<D> definition) {
    return new SagaTest<>(definition, Instant.EPOCH);
  }

  /** The same at another time: for a saga that waits until a date, say. */
  public SagaTest<D> startingAt(Instant time) {
    return new SagaTest<>(definition, time);
  }

  /**
   * Starts the saga.
   *
   * @throws AssertionError if the orchestrator would refuse the start
   */
  public TestedSaga<D> started(String sagaId, D data) {
    return started(
        data, now, () -> new SagaRequest.Start(sagaId, definition.name(), CODEC.encode(data)));
  }

  /**
   * Starts the saga by a record of a topic, without key and headers; see {@link #startedBy(String,
   * String, Map, Object)}.
   */
  public TestedSaga<D> startedBy(String topic, Object event) {
    return startedBy(topic, null, Map.of(), event);
  }

  /**
   * Starts the saga by a record of a topic that its definition names.
   *
   * @param event the record's value, which is written as JSON and read as the definition says
   * @throws AssertionError if the definition names no such topic, does not want the record, or
   *     cannot be started by it
   */
  public TestedSaga<D> startedBy(
      String topic, @Nullable String key, Map<String, String> headers, Object event) {
    return started(
        event,
        now,
        () ->
            wanted(topic, key, headers, event)
                .orElseThrow(() -> new AssertionError("The saga does not want " + event)));
  }

  /**
   * Expects that no saga is started by a record of a topic that the definition names, since it is
   * filtered out.
   *
   * @throws AssertionError if the definition names no such topic, or wants the record
   */
  public SagaTest<D> expectNotStartedBy(String topic, Object event) {
    return expectNotStartedBy(topic, null, Map.of(), event);
  }

  /** The same, for a record with a key and headers. */
  public SagaTest<D> expectNotStartedBy(
      String topic, @Nullable String key, Map<String, String> headers, Object event) {
    wanted(topic, key, headers, event)
        .ifPresent(
            start -> {
              throw new AssertionError(
                  "Expected no saga to be started by %s%nbut saga %s is"
                      .formatted(event, start.sagaId()));
            });
    return this;
  }

  private Optional<SagaRequest.Start> wanted(
      String topic, @Nullable String key, Map<String, String> headers, Object event) {
    TopicStart<D, ?> start =
        definition.starts().topics().stream()
            .filter(each -> each.topic().equals(topic))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "No record of '%s' starts '%s'; it says %s."
                            .formatted(topic, definition.name(), topics())));
    return start.start(new WireRecord(key, headers, CODEC.encode(event).json()), now, CODEC);
  }

  /**
   * Starts the saga by its schedule, at the time of it.
   *
   * @throws AssertionError if it has none, this is no moment of it, or it cannot be started then
   */
  public TestedSaga<D> firedAt(Instant moment) {
    ScheduledStart<D> start =
        definition
            .starts()
            .schedule()
            .orElseThrow(
                () -> new AssertionError("'%s' has no schedule.".formatted(definition.name())));
    Instant next = start.schedule().next(moment.minusNanos(1));
    if (!next.equals(moment)) {
      throw new AssertionError(
          "'%s' does not fire at %s but next at %s.".formatted(definition.name(), moment, next));
    }
    return started(moment, moment, () -> start.start(moment, CODEC));
  }

  private TestedSaga<D> started(Object origin, Instant time, Supplier<SagaRequest.Start> request) {
    VirtualSaga saga = new VirtualSaga(definition, new VirtualClock(time));
    saga.start(origin, request);
    return new TestedSaga<>(saga);
  }

  private List<String> topics() {
    return definition.starts().topics().stream().map(TopicStart::topic).toList();
  }
}
