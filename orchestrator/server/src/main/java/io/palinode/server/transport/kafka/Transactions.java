package io.palinode.server.transport.kafka;

import io.palinode.kafka.KafkaRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one producer.
 *
 * <ul>
 *   <li>It begins once: after its first success it never asks Kafka for the id again, whatever
 *       befalls the producer, for by then the id may be a successor's.
 *   <li>Every wait for Kafka is repeated until it is answered or its owner is no longer interested.
 *   <li>A producer that cannot even abort is lost; why does not matter to its owner.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration UNREMARKABLE = Duration.ofSeconds(3);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final String id;
  private final String bootstrapServers;
  private final Supplier<Producer<byte[], byte[]>> maker;
  private @Nullable Producer<byte[], byte[]> producer;

  Transactions(String id, String bootstrapServers, Supplier<Producer<byte[], byte[]>> maker) {
    this.id = id;
    this.bootstrapServers = bootstrapServers;
    this.maker = maker;
  }

  /**
   * What became of a transaction.
   *
   * @param faults the records that it failed for, and why; none if it failed for no record's sake
   */
  record Outcome(boolean committed, Map<Outgoing, Exception> faults) {}

  /**
   * Ends what an earlier producer of this id has left open, and keeps it out from now on.
   *
   * @return false if Kafka refuses, and may be asked again
   * @throws ProducerLost if another one begins at the same time
   */
  boolean begin(BooleanSupplier cancelled) throws ProducerLost {
    try {
      var begun = maker.get();
      producer = begun;
      answered(begun::initTransactions, cancelled);
      return true;
    } catch (InterruptException e) {
      throw new ProducerLost("Interrupted.", e);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw lost(e);
    } catch (KafkaException e) {
      warn(e);
      close();
      return false;
    }
  }

  /**
   * Sends these records in one transaction, and waits until it is committed or aborted.
   *
   * @throws ProducerLost if it can be neither
   */
  Outcome commit(List<Outgoing> group, BooleanSupplier cancelled) throws ProducerLost {
    var faults = new SendFaults();
    var current = begun();
    try {
      current.beginTransaction();
      for (Outgoing each : group) {
        var unused =
            current.send(
                KafkaRecords.outgoing(each.topic(), each.record()),
                (written, why) -> faults.note(each, why));
      }
      answered(current::commitTransaction, cancelled);
      return new Outcome(true, Map.of());
    } catch (InterruptException e) {
      throw new ProducerLost("Interrupted.", e);
    } catch (KafkaException | IllegalStateException e) {
      warn(e);
      abort(current, e, cancelled);
      return new Outcome(false, faults.byRecord());
    }
  }

  /** Leaves a transaction that is under way to the broker, or to whoever begins next. */
  void close() {
    if (producer != null) {
      try {
        producer.close(Duration.ZERO);
      } catch (KafkaException e) {
        LOG.debug("The producer {} did not close in order", id, e);
      }
      producer = null;
    }
  }

  private void abort(
      Producer<byte[], byte[]> current, RuntimeException why, BooleanSupplier cancelled)
      throws ProducerLost {
    try {
      answered(current::abortTransaction, cancelled);
    } catch (KafkaException | IllegalStateException e) {
      e.addSuppressed(why);
      throw lost(e);
    }
  }

  private void answered(Runnable question, BooleanSupplier cancelled) throws ProducerLost {
    long start = System.nanoTime();
    while (true) {
      try {
        question.run();
        return;
      } catch (TimeoutException e) {
        if (cancelled.getAsBoolean()) {
          throw new ProducerLost("Nobody waits for Kafka's answer any more.", e);
        }
        if (System.nanoTime() - start >= UNREMARKABLE.toNanos()) {
          warn(e);
        }
      }
    }
  }

  private Producer<byte[], byte[]> begun() {
    if (producer == null) {
      throw new IllegalStateException("A transaction before its producer has begun: " + id);
    }
    return producer;
  }

  private ProducerLost lost(RuntimeException why) {
    return new ProducerLost(
        "Kafka at %s takes nothing more from this owner's producer %s: %s"
            .formatted(bootstrapServers, id, why),
        why);
  }

  private void warn(RuntimeException why) {
    warning.warn(
        why.getClass().getName(),
        "Kafka at {} did not do what the producer {} asked for: {}",
        bootstrapServers,
        id,
        why.toString());
  }
}
