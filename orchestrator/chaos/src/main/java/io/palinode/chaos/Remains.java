package io.palinode.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.chaos.check.EventLine;
import io.palinode.chaos.check.JsonLines;
import io.palinode.chaos.check.KeyLine;
import io.palinode.chaos.check.ShardLine;
import io.palinode.message.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.ZooKeeper;

/**
 * What is in Kafka and ZooKeeper, as a bystander sees it.
 *
 * <p>Used by one thread.
 */
final class Remains implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int SESSION_MILLIS = 30_000;

  private final Topics topics;
  private final int shards;
  private final KafkaConsumer<String, byte[]> consumer;
  private final ZooKeeper session;

  Remains(String kafka, String zooKeeper, String namespace, int shards) {
    this.topics = new Topics(namespace);
    this.shards = shards;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                kafka,
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    try {
      this.session = new ZooKeeper(zooKeeper, SESSION_MILLIS, event -> {});
    } catch (IOException e) {
      consumer.close();
      throw new UncheckedIOException(e);
    }
  }

  /** Every shard as it stands now. */
  List<ShardLine> shards() throws InterruptedException {
    var starts = consumer.endOffsets(partitions(topics.starts()));
    var replies = consumer.endOffsets(partitions(topics.replies()));
    var all = new ArrayList<ShardLine>();
    try {
      for (int shard = 0; shard < shards; shard++) {
        var path = shardPath(shard);
        var head = json(path + "/head");
        long nextStart = head.path("starts").asLong();
        long nextReply = head.path("replies").asLong();
        all.add(
            new ShardLine(
                shard,
                head.path("epoch").asLong(),
                nextStart,
                endSeenFrom(nextStart, new TopicPartition(topics.starts(), shard), starts),
                nextReply,
                endSeenFrom(nextReply, new TopicPartition(topics.replies(), shard), replies),
                live(path + "/log")));
      }
      return all;
    } catch (KeeperException | IOException e) {
      throw new IllegalStateException("ZooKeeper does not tell how the shards stand.", e);
    }
  }

  /**
   * The end of a partition; or the given offset, where only marks of transactions lie between,
   * which nobody reads.
   */
  private long endSeenFrom(long next, TopicPartition partition, Map<TopicPartition, Long> ends) {
    long end = ends.getOrDefault(partition, 0L);
    long from = Math.max(0, next);
    if (from >= end) {
      return end;
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    while (consumer.position(partition) < end) {
      if (!consumer.poll(POLL).isEmpty()) {
        return end;
      }
    }
    return from;
  }

  /** Every business key that is there now. */
  List<KeyLine> keys() throws InterruptedException {
    var all = new ArrayList<KeyLine>();
    try {
      for (int shard = 0; shard < shards; shard++) {
        var keys = shardPath(shard) + "/keys";
        for (var bucket : children(keys)) {
          for (var name : children(keys + "/" + bucket)) {
            all.add(new KeyLine(shard, name, json(keys + "/" + bucket + "/" + name)));
          }
        }
      }
      return all;
    } catch (KeeperException | IOException e) {
      throw new IllegalStateException("ZooKeeper does not tell which keys are there.", e);
    }
  }

  private String shardPath(int shard) {
    return String.format(Locale.ROOT, "/%s/shards/%02d", topics.namespace(), shard);
  }

  /** Writes down the whole topic of events. */
  void copyEvents(JsonLines to) {
    var partitions = partitions(topics.events());
    var ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    while (partitions.stream()
        .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
      for (var event : consumer.poll(POLL)) {
        to.append(line(event));
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
    try {
      session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode json(String path) throws KeeperException, InterruptedException, IOException {
    return JSON.readTree(session.getData(path, false, null));
  }

  private List<String> live(String logs) throws KeeperException, InterruptedException {
    var live = new ArrayList<String>();
    for (var bucket : children(logs)) {
      live.addAll(children(logs + "/" + bucket));
    }
    return live;
  }

  private List<String> children(String path) throws KeeperException, InterruptedException {
    try {
      return session.getChildren(path, false);
    } catch (NoNodeException e) {
      return List.of();
    }
  }

  private List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, shards)
        .mapToObj(number -> new TopicPartition(topic, number))
        .toList();
  }

  private static EventLine line(ConsumerRecord<String, byte[]> event) {
    var id = event.headers().lastHeader("ce_id");
    return new EventLine(
        event.partition(),
        event.offset(),
        id == null ? "" : new String(id.value(), UTF_8),
        event.key(),
        new String(event.value(), UTF_8));
  }
}
