package io.palinode.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.PayloadCodec;
import io.palinode.message.ReplyMessage;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireHeader;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Palinode as a subject: an order saga of three steps, whose data and messages have about the size
 * of the yardstick's.
 *
 * <p>Its participants are no costlier than the yardstick's: they remember nothing, copy the two
 * headers by which the orchestrator knows what is answered, and have all else ready made. To a saga
 * that is to wait, payments gives no answer until the saga is released. The loop is {@link
 * PalinodeLoop}.
 */
final class Palinode implements Subject {
  static final String SAGA = "place-order";
  static final String CHARGE_CARD = "charge-card";
  static final String PAYMENTS = "payments";
  static final List<String> PARTICIPANTS = List.of("stock", PAYMENTS, "shipping");

  /** No UUID begins with it. */
  private static final String WAITS = "w";

  private static final String COMPLETED = "io.palinode.saga.completed";
  private static final PayloadCodec CODEC = new PayloadCodec();
  private static final Stencil START =
      Stencil.of(
          new SagaRequest.Start(
                  WAITS,
                  SAGA,
                  CODEC.encode(
                      new Order("customer-0815", "sku-4711", 3, 12_990, "x".repeat(128), 0)))
              .toRecord(),
          Set.of());
  private static final Stencil ANSWER =
      Stencil.of(
          new ReplyMessage(
                  new CommandId(WAITS, CHARGE_CARD, Direction.ACTION),
                  1,
                  new CommandOutcome.Succeeded(CODEC.encode(new Done(42, "y".repeat(64)))))
              .toRecord(),
          Set.of(WireHeader.COMMAND, WireHeader.ATTEMPT));

  /** The saga's data. */
  record Order(
      String customer, String sku, int quantity, long cents, String note, long reservation) {}

  /** Every command of the saga. */
  record Work(String sku, int quantity, String note) {}

  /** Every participant's reply. */
  record Done(long number, String note) {}

  @Override
  public String name() {
    return "palinode";
  }

  @Override
  public boolean isSpread() {
    return true;
  }

  @Override
  public Topics topics(Run run) {
    var names = new io.palinode.message.Topics(run.namespace());
    return new Topics(
        names.starts(),
        names.replies(),
        names.events(),
        PARTICIPANTS.stream().map(names::commands).toList());
  }

  @Override
  public Class<?> loop() {
    return PalinodeLoop.class;
  }

  @Override
  public ProducerRecord<String, byte[]> start(Run run, String sagaId) {
    return START.draw(new io.palinode.message.Topics(run.namespace()).starts(), sagaId);
  }

  /** The id of a saga that waits at its second step until it is released. */
  static String waiting(UUID id) {
    return WAITS + id.toString().substring(WAITS.length());
  }

  /** The reply for which the saga waits. */
  static ProducerRecord<String, byte[]> release(Run run, String sagaId) {
    CommandId id = new CommandId(sagaId, CHARGE_CARD, Direction.ACTION);
    return ANSWER.draw(
        new io.palinode.message.Topics(run.namespace()).replies(),
        sagaId,
        new RecordHeader(WireHeader.COMMAND, id.toString().getBytes(UTF_8)),
        new RecordHeader(WireHeader.ATTEMPT, "1".getBytes(UTF_8)));
  }

  /** The topic whose commands the waiting sagas wait for. */
  static String heldBack(Run run) {
    return new io.palinode.message.Topics(run.namespace()).commands(PAYMENTS);
  }

  @Override
  public @Nullable ProducerRecord<String, byte[]> reply(
      Run run, ConsumerRecord<String, byte[]> record) {
    if (record.key().startsWith(WAITS) && record.topic().equals(heldBack(run))) {
      return null;
    }
    return ANSWER.draw(
        new io.palinode.message.Topics(run.namespace()).replies(),
        record.key(),
        record.headers().lastHeader(WireHeader.COMMAND),
        record.headers().lastHeader(WireHeader.ATTEMPT));
  }

  @Override
  public @Nullable String completedBy(ConsumerRecord<String, byte[]> event) {
    Header type = event.headers().lastHeader("ce_type");
    return new String(type.value(), UTF_8).equals(COMPLETED) ? event.key() : null;
  }
}
