package io.palinode.participant.kafka;

import io.palinode.kafka.DeadLetters;
import io.palinode.kafka.KafkaRecords;
import io.palinode.message.ReplyMessage;
import io.palinode.message.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends what a participant has to say. A send is only known to be done when its future is.
 *
 * <p>Safe for use by any thread.
 */
record Outbox(Producer<byte[], byte[]> producer, Topics topics) {

  CompletionStage<?> reply(ReplyMessage reply) {
    return send(KafkaRecords.outgoing(topics.replies(), reply.toRecord()));
  }

  CompletionStage<?> deadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {
    return send(DeadLetters.of(record, reason));
  }

  private CompletionStage<?> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<RecordMetadata> done = new CompletableFuture<>();
    var unused =
        producer.send(
            record,
            (metadata, why) -> {
              if (why == null) {
                done.complete(metadata);
              } else {
                done.completeExceptionally(why);
              }
            });
    return done;
  }
}
