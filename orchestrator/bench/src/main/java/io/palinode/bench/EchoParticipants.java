package io.palinode.bench;

import io.palinode.embedded.process.Leash;
import java.time.Duration;

/**
 * Main of the participants' JVM: answers every command at once, as the subject says, and does
 * nothing else.
 *
 * <p>One thread. A reply that cannot be sent ends the JVM, which fails the run.
 */
final class EchoParticipants {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_POLL_RECORDS = 2_000;

  private EchoParticipants() {}

  public static void main(String[] arguments) {
    Leash.hold();
    var run = Run.fromArgument(arguments[0]);
    var subject = Subject.named(run.subject());
    var commands =
        subject.topics(run).commands().stream()
            .flatMap(topic -> KafkaClients.allPartitions(topic, run).stream())
            .toList();
    try (var consumer = KafkaClients.consumer(run, commands, MAX_POLL_RECORDS);
        var producer = KafkaClients.producer(run)) {
      consumer.poll(Duration.ZERO);
      System.out.println("ready");
      while (true) {
        for (var command : consumer.poll(POLL)) {
          var reply = subject.reply(run, command);
          if (reply != null) {
            var unused =
                producer.send(
                    reply,
                    (sent, failure) -> {
                      if (failure != null) {
                        Leash.fail("A reply was not sent", failure);
                      }
                    });
          }
        }
      }
    }
  }
}
