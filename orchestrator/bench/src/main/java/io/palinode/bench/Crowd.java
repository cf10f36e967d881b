package io.palinode.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Many sagas that are started in one go, and what is seen of them on Kafka.
 *
 * <ul>
 *   <li>Those that are to wait stand at their second step until {@link #release}; the others run
 *       through.
 *   <li>Every command for which a saga waits, and every completion, is counted by saga.
 * </ul>
 *
 * <p>One thread.
 */
final class Crowd implements AutoCloseable {
  private final Run run;
  private final Palinode subject = new Palinode();
  private final KafkaProducer<String, byte[]> producer;
  private final SplittableRandom random;

  /** The commands for which sagas wait. */
  final Tally commands;

  /** The sagas that completed. */
  final Tally completions;

  Crowd(Run run) {
    this.run = run;
    this.random = new SplittableRandom(run.namespace().hashCode());
    this.producer = KafkaClients.producer(run);
    this.commands = new Tally(run, Palinode.heldBack(run), command -> true);
    this.completions =
        new Tally(run, subject.topics(run).events(), event -> subject.completedBy(event) != null);
  }

  /** Starts sagas that wait, and returns their ids when Kafka has the starts. */
  List<String> startWaiting(int sagas) {
    return start(sagas, Palinode::waiting);
  }

  /** Starts sagas that run through, and returns their ids when Kafka has the starts. */
  List<String> startRunning(int sagas) {
    return start(sagas, UUID::toString);
  }

  /** Gives sagas the reply that they wait for; returns when Kafka has it. */
  void release(List<String> sagaIds) {
    sagaIds.forEach(
        id -> {
          var unused = producer.send(Palinode.release(run, id));
        });
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
    commands.close();
    completions.close();
  }

  private List<String> start(int sagas, java.util.function.Function<UUID, String> naming) {
    var ids =
        Stream.generate(() -> naming.apply(new UUID(random.nextLong(), random.nextLong())))
            .limit(sagas)
            .toList();
    ids.forEach(
        id -> {
          var unused = producer.send(subject.start(run, id));
        });
    producer.flush();
    return ids;
  }
}
