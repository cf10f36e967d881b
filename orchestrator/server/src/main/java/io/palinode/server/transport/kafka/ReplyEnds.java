package io.palinode.server.transport.kafka;

import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka how far partitions of replies go at this moment. A consumer does not know: what it
 * last heard may be old, and it does not say how old.
 *
 * <ul>
 *   <li>The client of its own is made for the first question. A question of the consumer would wait
 *       behind its fetch that is under way, and all shards behind the one whose broker is gone.
 *   <li>A question stays open while Kafka is away, and is asked again when the client gives it up.
 * </ul>
 *
 * <p>Used by the feed's thread alone; an answer is an order for it.
 */
final class ReplyEnds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyEnds.class);
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final Supplier<Admin> connection;
  private final IsolationLevel isolation;
  private final FeedOrders orders;
  private @Nullable Admin admin;
  private long askAt = System.nanoTime();

  /**
   * Not connected yet.
   *
   * @param isolation that of the consumer which reads the partitions
   */
  ReplyEnds(Supplier<Admin> connection, IsolationLevel isolation, FeedOrders orders) {
    this.connection = connection;
    this.isolation = isolation;
    this.orders = orders;
  }

  /**
   * Asks for those that want to know, in one question, unless one has just failed.
   *
   * @param answered hears of each that knows
   */
  void ask(List<ShardReading> wanting, Consumer<ShardReading> answered) {
    if (wanting.isEmpty() || System.nanoTime() - askAt < 0) {
      return;
    }
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    wanting.forEach(each -> question.put(each.partition(Source.REPLIES), OffsetSpec.latest()));
    try {
      var answers = admin().listOffsets(question, new ListOffsetsOptions(isolation));
      for (ShardReading reading : wanting) {
        reading.endAsked();
        var unused =
            answers
                .partitionResult(reading.partition(Source.REPLIES))
                .whenComplete((end, why) -> orders.leave(() -> take(reading, end, why, answered)));
      }
    } catch (KafkaException e) {
      failed(e);
    }
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  private void take(
      ShardReading reading,
      @Nullable ListOffsetsResultInfo end,
      @Nullable Throwable why,
      Consumer<ShardReading> answered) {
    if (end == null) {
      reading.endUnknown();
      failed(why);
    } else {
      reading.endAnswered(end.offset());
      answered.accept(reading);
    }
  }

  private void failed(@Nullable Throwable why) {
    askAt = System.nanoTime() + RETRY_NANOS;
    warning.warn(
        "ends",
        "Kafka does not say how far the replies go; time-outs wait until it does: {}",
        String.valueOf(why));
  }

  private Admin admin() {
    if (admin == null) {
      admin = connection.get();
    }
    return admin;
  }
}
