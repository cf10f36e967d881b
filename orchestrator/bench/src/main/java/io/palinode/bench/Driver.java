package io.palinode.bench;

import io.palinode.embedded.process.Children;
import io.palinode.embedded.process.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Starts sagas, keeps a fixed number of them in flight, and measures each from its start to its
 * end.
 *
 * <p>A saga begins when its start record is handed to the producer and ends when its completing
 * event has been polled. The load is closed: a slow subject is given fewer sagas, so latencies at
 * different rates do not compare. At the end every saga in flight is waited for; one that never
 * ends fails the run.
 *
 * <p>One thread does all of it, which is why there can be no saga too many.
 */
final class Driver {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_POLL_RECORDS = 500;
  private static final Duration STALLED_AFTER = Duration.ofSeconds(30);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Run run;
  private final Subject subject;
  private final Load load;
  private final Children children;
  private final Window window;
  private final Latencies latencies = new Latencies();
  private final SplittableRandom random = new SplittableRandom(1);

  private Load.Phase phase = Load.Phase.WARMING;
  private long measuringSince;
  private long measuredNanos;
  private Map<String, Usage> before = Map.of();
  private Map<String, Usage> after = Map.of();

  Driver(Run run, Subject subject, Load load, Children children) {
    this.run = run;
    this.subject = subject;
    this.load = load;
    this.children = children;
    this.window = new Window();
  }

  Figures drive() {
    var events = subject.topics(run).events();
    var producer = KafkaClients.producer(run);
    try (var consumer = KafkaClients.tail(run, events, MAX_POLL_RECORDS)) {
      drive(producer, consumer);
    } finally {
      producer.close(Duration.ZERO);
    }
    return figures();
  }

  private void drive(
      KafkaProducer<String, byte[]> producer, KafkaConsumer<String, byte[]> consumer) {
    var begin = System.nanoTime();
    var lastProgress = begin;
    while (phase != Load.Phase.DRAINING || window.inFlight() > 0) {
      if (phase == Load.Phase.WARMING || phase == Load.Phase.MEASURING) {
        fillWindow(producer);
      }
      var completed = pollCompletions(consumer);
      var now = System.nanoTime();
      if (completed > 0) {
        lastProgress = now;
      } else if (now - lastProgress > STALLED_AFTER.toNanos()) {
        throw new IllegalStateException(
            "No saga completed for %d s, with %d in flight"
                .formatted(STALLED_AFTER.toSeconds(), window.inFlight()));
      }
      enter(
          load.next(
              new Load.Progress(
                  phase, Duration.ofNanos(now - begin), window.inFlight(), latencies.size())));
    }
  }

  private void fillWindow(KafkaProducer<String, byte[]> producer) {
    while (window.inFlight() < load.inFlight(phase)) {
      var sagaId = new UUID(random.nextLong(), random.nextLong()).toString();
      window.started(sagaId, System.nanoTime());
      var unused = producer.send(subject.start(run, sagaId));
    }
  }

  private long pollCompletions(KafkaConsumer<String, byte[]> consumer) {
    var events = consumer.poll(POLL);
    var now = System.nanoTime();
    var before = window.completed();
    for (var event : events) {
      var sagaId = subject.completedBy(event);
      if (sagaId != null) {
        var latency = window.completed(sagaId, now);
        if (phase == Load.Phase.MEASURING && latency.isPresent()) {
          latencies.add(latency.getAsLong());
        }
      }
    }
    return window.completed() - before;
  }

  private void enter(Load.Phase next) {
    if (next == phase) {
      return;
    }
    phase = next;
    if (phase == Load.Phase.MEASURING) {
      measuringSince = System.nanoTime();
      before = children.usage();
    } else if (phase == Load.Phase.DRAINING) {
      measuredNanos = System.nanoTime() - measuringSince;
      after = children.usage();
    }
  }

  private Figures figures() {
    var seconds = measuredNanos / NANOS_PER_SECOND;
    var cores = new LinkedHashMap<String, Double>();
    var written = new LinkedHashMap<String, Double>();
    after.forEach(
        (process, used) -> {
          var earlier = before.getOrDefault(process, Usage.NONE);
          cores.put(process, (double) used.cpu().minus(earlier.cpu()).toNanos() / measuredNanos);
          written.put(
              process, (double) (used.writtenBytes() - earlier.writtenBytes()) / latencies.size());
        });
    return new Figures(
        latencies.size() / seconds,
        latencies.percentile(50).toNanos() / NANOS_PER_MILLI,
        latencies.percentile(99).toNanos() / NANOS_PER_MILLI,
        window.strays(),
        cores,
        written);
  }
}
