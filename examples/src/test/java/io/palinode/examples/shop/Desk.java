package io.palinode.examples.shop;

import io.palinode.examples.shop.books.Durability;
import io.palinode.examples.shop.books.LedgerInbox;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.PayloadCodec;
import io.palinode.participant.Participant;
import io.palinode.participant.Receipt;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** A service with its ledger in a file, as tests talk to it: without Kafka. */
public final class Desk implements AutoCloseable {
  private static final PayloadCodec CODEC = new PayloadCodec();
  private static final long EPOCH = 7;

  private final LedgerInbox inbox;
  private final Participant participant;

  public Desk(ShopService service, Path ledger) {
    this.inbox =
        LedgerInbox.open(
            ledger, Durability.PROCESS, service.book(), InstantSource.fixed(Instant.EPOCH));
    this.participant = service.participant(inbox);
  }

  public Participant participant() {
    return participant;
  }

  public CommandOutcome act(String order, String step, Object command) {
    return act(order, step, 1, command);
  }

  public CommandOutcome act(String order, String step, int attempt, Object command) {
    return send(new CommandId(order, step, Direction.ACTION), attempt, command);
  }

  public CommandOutcome undo(String order, String step, Object command) {
    return send(new CommandId(order, step, Direction.COMPENSATION), 1, command);
  }

  /** The payload of a success, read as this class. */
  public static <T> T reply(CommandOutcome outcome, Class<T> type) {
    return CODEC.decode(((CommandOutcome.Succeeded) outcome).payload(), type);
  }

  @Override
  public void close() {
    inbox.close();
  }

  private CommandOutcome send(CommandId id, int attempt, Object command) {
    CommandMessage message = new CommandMessage(id, attempt, EPOCH, CODEC.encode(command));
    Receipt receipt = participant.receive(message.toRecord());
    return ((Receipt.Answered) receipt).reply().outcome();
  }
}
