package io.palinode.server.starts;

import io.palinode.kafka.DeadLetters;
import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.RecordHandler;
import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaRequest;
import io.palinode.saga.TopicStart;
import io.palinode.saga.UnusableRecord;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the saga that a record is to start.
 *
 * <ul>
 *   <li>A record is done when Kafka has its start, or its dead letter, or at once if it is not
 *       wanted.
 *   <li>A record goes to the dead letters with the reason if it cannot be read, a function of the
 *       definition fails on it, or the broker finds its start too large.
 * </ul>
 *
 * <p>Used by one worker; Kafka's answers come on the producer's thread.
 */
final class StartHandling implements RecordHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StartHandling.class);

  private final TopicStart<?, ?> start;
  private final String starts;
  private final PayloadCodec codec;
  private final Producer<byte[], byte[]> producer;
  private final Queue<TooLarge> tooLarge = new ConcurrentLinkedQueue<>();

  /**
   * @param starts the topic that is written to
   */
  StartHandling(
      TopicStart<?, ?> start,
      String starts,
      PayloadCodec codec,
      Producer<byte[], byte[]> producer) {
    this.start = start;
    this.starts = starts;
    this.codec = codec;
    this.producer = producer;
  }

  /** A record whose start the broker refuses for ever, and who waits for it. */
  private record TooLarge(
      ConsumerRecord<byte[], byte[]> record, String reason, CompletableFuture<Void> done) {}

  @Override
  public CompletionStage<?> handle(ConsumerRecord<byte[], byte[]> record) {
    try {
      return start
          .start(KafkaRecords.incoming(record), Instant.ofEpochMilli(record.timestamp()), codec)
          .map(request -> ask(record, request))
          .orElseGet(() -> CompletableFuture.completedFuture(null));
    } catch (UnusableRecord e) {
      CompletableFuture<Void> buried = new CompletableFuture<>();
      bury(record, String.valueOf(e.getMessage()), buried);
      return buried;
    }
  }

  /**
   * The dead letters of what was too large go out here, for a producer's callback must not wait.
   */
  @Override
  public void flush() {
    producer.flush();
    for (TooLarge each = tooLarge.poll(); each != null; each = tooLarge.poll()) {
      bury(each.record(), each.reason(), each.done());
    }
    producer.flush();
  }

  private CompletableFuture<Void> ask(
      ConsumerRecord<byte[], byte[]> record, SagaRequest.Start request) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Callback answer = settling(done);
    var unused =
        producer.send(
            KafkaRecords.outgoing(starts, request.toRecord()),
            (metadata, why) -> {
              if (why instanceof RecordTooLargeException) {
                tooLarge.add(new TooLarge(record, "Its start is too large: " + why, done));
              } else {
                answer.onCompletion(metadata, why);
              }
            });
    return done;
  }

  private void bury(
      ConsumerRecord<byte[], byte[]> record, String reason, CompletableFuture<Void> done) {
    LOG.warn(
        "{}-{} at {} goes to the dead letters: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        reason);
    var unused = producer.send(DeadLetters.of(record, reason), settling(done));
  }

  private static Callback settling(CompletableFuture<Void> done) {
    return (metadata, why) -> {
      if (why == null) {
        done.complete(null);
      } else {
        done.completeExceptionally(why);
      }
    };
  }
}
