package io.palinode.participant.kafka;

import io.palinode.kafka.DeadLetters;
import io.palinode.kafka.KafkaRecords;
import io.palinode.message.ReplyMessage;
import io.palinode.message.Topics;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * Sends what a participant has to say. A send is only known to be done when its future is.
 *
 * <p>Safe for use by any thread.
 */
record Outbox(Producer<byte[], byte[]> producer, Topics topics) {

  Future<?> reply(ReplyMessage reply) {
    return producer.send(KafkaRecords.outgoing(topics.replies(), reply.toRecord()));
  }

  Future<?> deadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {
    return producer.send(DeadLetters.of(record, reason));
  }

  /** Returns when every send so far is done, well or badly. */
  void flush() {
    producer.flush();
  }
}
