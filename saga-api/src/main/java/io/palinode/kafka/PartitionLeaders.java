package io.palinode.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether partitions can be sent to yet.
 *
 * <p>A broker tells of a topic before it takes records for it: a moment, or seconds where its disk
 * is slow. Of two batches that an idempotent producer sends meanwhile the first may be turned away
 * and the second taken. The first is then refused as out of order for as long as it is tried
 * (KAFKA-15591). So nobody sends to a topic before its leaders have answered for it.
 *
 * <p>Stateless.
 */
public final class PartitionLeaders {
  private static final int ATTEMPT_MS = 3_000;

  private PartitionLeaders() {}

  /**
   * Fails, to be asked again, until each partition of these topics is served by its leader. One
   * that has no leader now is not waited for.
   */
  public static void requireServing(Admin admin, Collection<TopicDescription> topics)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic : topics) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        if (partition.leader() != null && !partition.leader().isEmpty()) {
          ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
        }
      }
    }
    try {
      FirstContact.answer(
          admin.listOffsets(ends, new ListOffsetsOptions().timeoutMs(ATTEMPT_MS)).all());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        List<String> names = topics.stream().map(TopicDescription::name).sorted().toList();
        throw new NotThereYet("Not all partitions of %s are served yet.".formatted(names));
      }
      throw e;
    }
  }
}
