package io.palinode.server.runtime.schedule;

import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.saga.ScheduledStart;
import io.palinode.server.transport.Publisher;
import io.palinode.server.transport.RecordRefused;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One firing that is asked for: a start, or a dead letter of the topic of starts where none can be
 * made, so that one moment cannot hold up a schedule for ever.
 *
 * @param record the start; without a value where it cannot be
 */
record Firing(String topic, WireRecord record, FiringTools tools) {
  private static final Logger LOG = LoggerFactory.getLogger(Firing.class);

  static Firing of(ScheduledStart<?> start, Instant moment, FiringTools tools) {
    try {
      WireRecord record = start.start(moment, tools.codec()).toRecord();
      return new Firing(tools.topics().starts(), record, tools);
    } catch (RuntimeException | StackOverflowError e) {
      return dead(start.id(moment), start.saga(), e.toString(), tools);
    }
  }

  private static Firing dead(String sagaId, String saga, String reason, FiringTools tools) {
    LOG.error("The firing {} cannot start its saga and becomes a dead letter: {}", sagaId, reason);
    String starts = tools.topics().starts();
    Map<String, String> headers =
        Map.of(WireHeader.SAGA, saga, WireHeader.DLT_REASON, reason, WireHeader.DLT_TOPIC, starts);
    return new Firing(Topics.deadLetters(starts), new WireRecord(sagaId, headers, null), tools);
  }

  /** Done when Kafka has it. */
  CompletableFuture<Void> ask() {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    tools.publisher().send(topic, record, new Answer(asked));
    return asked.exceptionallyCompose(this::buryIfRefused);
  }

  private CompletableFuture<Void> buryIfRefused(Throwable why) {
    return why instanceof RecordRefused && record.value() != null
        ? dead(String.valueOf(record.key()), saga(), why.toString(), tools).ask()
        : CompletableFuture.failedFuture(why);
  }

  private String saga() {
    return record.headers().getOrDefault(WireHeader.SAGA, "");
  }

  private record Answer(CompletableFuture<Void> asked) implements Publisher.Ack {
    @Override
    public void acknowledged() {
      asked.complete(null);
    }

    @Override
    public void failed(Exception why) {
      asked.completeExceptionally(why);
    }
  }
}
