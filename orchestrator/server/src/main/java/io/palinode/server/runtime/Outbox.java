package io.palinode.server.runtime;

import io.palinode.server.transport.Publisher;
import io.palinode.server.transport.Publishers;
import io.palinode.server.transport.ShardPublisher;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a shard's records, and sends again what the client library gave up.
 *
 * <p>Used by the shard's thread only; acknowledgements come back through the shard's inbox.
 */
final class Outbox {
  /** How long a record that was given up waits before it is sent again, in milliseconds. */
  static final long RESEND_AFTER_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final long term;
  private final ShardPublisher publisher;
  private final Confirmation confirmation;
  private final ShardInbox inbox;
  private final ShardClock clock;
  private final Deque<Again> again = new ArrayDeque<>();

  private Outbox(long term, ShardPublisher publisher, ShardInbox inbox, ShardClock clock) {
    this.clock = clock;
    this.term = term;
    this.publisher = publisher;
    this.confirmation = new Confirmation(publisher);
    this.inbox = inbox;
  }

  /** Opens a term's way out. The shard's head is this owner's by now. */
  static Outbox open(
      int shard, long term, Publishers publishers, ShardInbox inbox, ShardClock clock) {
    ShardPublisher publisher = publishers.open(shard, new PublisherListener(inbox, term));
    return new Outbox(term, publisher, inbox, clock);
  }

  /** Whether what is sent goes out yet. */
  Confirmation confirmation() {
    return confirmation;
  }

  /** The term is over: what waits is not sent. */
  void close() {
    publisher.close();
  }

  void send(Sending sending) {
    publisher.send(sending.topic(), sending.record(), new Receipt(sending));
  }

  /** Notes a record that was given up. It is neither dropped nor does its step's clock start. */
  void failed(Sending sending, Exception why) {
    if (again.isEmpty()) {
      LOG.error(
          "Kafka did not take a record for {}; it is sent again every {} ms until Kafka does: {}",
          sending.topic(),
          RESEND_AFTER_MILLIS,
          why.toString());
    }
    again.addLast(new Again(sending, clock.elapsedMillis() + RESEND_AFTER_MILLIS));
  }

  void resendDue() {
    long now = clock.elapsedMillis();
    while (!again.isEmpty() && again.peekFirst().at() <= now) {
      send(again.removeFirst().sending());
    }
  }

  /**
   * When the next record is to be sent again, in milliseconds since 1970; {@link Long#MAX_VALUE} if
   * none is.
   */
  long nextAt() {
    return again.isEmpty() ? Long.MAX_VALUE : clock.timeAt(again.peekFirst().at());
  }

  private record Again(Sending sending, long at) {}

  private final class Receipt implements Publisher.Ack {
    private final Sending sending;

    private Receipt(Sending sending) {
      this.sending = sending;
    }

    @Override
    public void acknowledged() {
      inbox.put(new ShardMessage.Sent(term, sending));
    }

    @Override
    public void failed(Exception why) {
      inbox.put(new ShardMessage.SendFailed(term, sending, why));
    }
  }
}
