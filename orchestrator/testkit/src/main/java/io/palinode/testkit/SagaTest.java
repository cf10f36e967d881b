package io.palinode.testkit;

import io.palinode.message.PayloadCodec;
import io.palinode.message.WireRecord;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.ScheduledStart;
import io.palinode.saga.TopicStart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  private SagaTest(SagaDefinition<D> definition) {
    this.definition = definition;
  }

  /** Begins a test of this saga. */
  public static <D> SagaTest<D> of(SagaDefinition<D> definition) {
    return new SagaTest<>(definition);
  }

  /**
   * Starts the saga.
   *
   * @throws AssertionError if the orchestrator would refuse the start
   */
  public TestedSaga<D> started(String sagaId, D data) {
    VirtualSaga<D> saga = new VirtualSaga<>(definition);
    saga.start(sagaId, data);
    return new TestedSaga<>(saga);
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
    TopicStart<D, ?> start =
        definition.starts().topics().stream()
            .filter(each -> each.topic().equals(topic))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "No record of '%s' starts '%s'; it says %s."
                            .formatted(topic, definition.name(), topics())));
    WireRecord record = new WireRecord(key, headers, CODEC.encode(event).json());
    VirtualSaga<D> saga = new VirtualSaga<>(definition);
    saga.start(
        event,
        () ->
            start
                .start(record, Instant.EPOCH, CODEC)
                .orElseThrow(() -> new AssertionError("The saga does not want " + event)));
    return new TestedSaga<>(saga);
  }

  /**
   * Starts the saga by its schedule.
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
    VirtualSaga<D> saga = new VirtualSaga<>(definition);
    saga.start(moment, () -> start.start(moment, CODEC));
    return new TestedSaga<>(saga);
  }

  private List<String> topics() {
    return definition.starts().topics().stream().map(TopicStart::topic).toList();
  }
}
