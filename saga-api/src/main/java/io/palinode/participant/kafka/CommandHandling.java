package io.palinode.participant.kafka;

import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.RecordHandler;
import io.palinode.participant.Participant;
import io.palinode.participant.Receipt;
import io.palinode.participant.Receipt.Answered;
import io.palinode.participant.Receipt.Unreadable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a participant handle its commands, and sends its answers.
 *
 * <p>Safe for use by any thread.
 */
record CommandHandling(Participant participant, Outbox outbox) implements RecordHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CommandHandling.class);

  @Override
  public CompletionStage<?> handle(ConsumerRecord<byte[], byte[]> record) {
    Receipt receipt = participant.receive(KafkaRecords.incoming(record));
    if (receipt instanceof Answered answered) {
      return outbox.reply(answered.reply());
    }
    if (receipt instanceof Unreadable unreadable) {
      LOG.warn(
          "{}-{} at {} goes to the dead letters: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          unreadable.reason());
      return outbox.deadLetter(record, unreadable.reason());
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Answers go out by themselves; no worker waits for those of another partition. */
  @Override
  public void flush() {}
}
