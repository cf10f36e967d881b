package io.palinode.examples.shop.node;

import io.palinode.examples.shop.ShopService;
import io.palinode.examples.shop.audit.ShopBooks;
import io.palinode.examples.shop.books.Durability;
import io.palinode.examples.shop.books.LedgerInbox;
import io.palinode.participant.Participant;
import io.palinode.participant.ParticipantCounts;
import io.palinode.participant.kafka.KafkaParticipant;
import io.palinode.settings.ClientSettings;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A service at work: its books open, its commands being handled.
 *
 * <p>Safe for use by any thread.
 */
public final class ServiceHost implements AutoCloseable {
  private final Participant participant;
  private final KafkaParticipant running;
  private final LedgerInbox inbox;

  private ServiceHost(Participant participant, KafkaParticipant running, LedgerInbox inbox) {
    this.participant = participant;
    this.running = running;
    this.inbox = inbox;
  }

  /** Opens the service's ledger and connects the service to Kafka. */
  public static ServiceHost start(
      ShopService service, Path books, Durability durability, ClientSettings settings) {
    LedgerInbox inbox =
        LedgerInbox.open(
            ShopBooks.ledger(books, service.name()),
            durability,
            service.book(),
            InstantSource.system());
    try {
      Participant participant = service.participant(inbox);
      return new ServiceHost(participant, KafkaParticipant.start(participant, settings), inbox);
    } catch (RuntimeException e) {
      inbox.close();
      throw e;
    }
  }

  /** What became of its commands. */
  public ParticipantCounts counts() {
    return participant.counts();
  }

  @Override
  public void close() {
    running.close();
    inbox.close();
  }
}
