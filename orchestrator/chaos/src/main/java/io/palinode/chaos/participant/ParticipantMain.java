package io.palinode.chaos.participant;

import io.palinode.embedded.process.Leash;
import io.palinode.participant.kafka.KafkaParticipant;
import io.palinode.settings.ClientSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Main of a participant's process. Its arguments are its name, its ledger, and where Kafka and the
 * namespace are.
 *
 * <p>SIGTERM ends it in order.
 */
public final class ParticipantMain {
  private ParticipantMain() {}

  public static void main(String[] arguments) {
    Leash.hold();
    var settings =
        ClientSettings.of(
            Map.of(
                "kafka.bootstrap.servers", arguments[2],
                "saga.namespace", arguments[3],
                "saga.topics.mode", "none",
                // A killed process is replaced in a second or two; its partitions need not rest for
                // ten.
                "kafka.session.timeout.ms", "2000",
                "kafka.heartbeat.interval.ms", "500"));
    var ledger = EffectLedger.open(Path.of(arguments[1]), arguments[0]);
    var part = new Part(ParticipantMain::pause).named(arguments[0], ledger);
    var running = KafkaParticipant.start(part, settings);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  running.close();
                  System.out.println("counts " + part.counts());
                  ledger.close();
                },
                "stop-participant"));
    running
        .stopped()
        .exceptionally(
            failure -> {
              Leash.fail("The participant cannot go on", failure);
              return null;
            });
    System.out.println("ready");
  }

  private static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }
}
