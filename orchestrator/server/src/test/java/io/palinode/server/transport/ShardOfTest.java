package io.palinode.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class ShardOfTest {
  private static final long SEED = 4711;

  @Test
  void shouldHashAsKafkaDoes() {
    assertThat(keys())
        .allSatisfy(
            key ->
                assertThat(ShardOf.murmur2(key.getBytes(UTF_8)))
                    .as("%s of seed %d", key, SEED)
                    .isEqualTo(Utils.murmur2(key.getBytes(UTF_8))));
  }

  @Test
  void shouldNameThePartitionThatKafkasPartitionerChooses() {
    assertThat(keys())
        .allSatisfy(
            key ->
                assertThat(ShardOf.shardOf(key, 8))
                    .as("%s of seed %d", key, SEED)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), 8)));
  }

  @Test
  void shouldSpreadOverAllShards() {
    assertThat(keys().map(key -> ShardOf.shardOf(key, 8)).distinct())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
  }

  /** 1,000 keys of 0 to 39 characters; half of them are not ASCII. */
  private static Stream<String> keys() {
    var random = new Random(SEED);
    return Stream.generate(
            () -> {
              int bound = random.nextBoolean() ? 0x80 : 0x2FFF;
              return random
                  .ints(random.nextInt(40), 0x20, bound)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString();
            })
        .limit(1_000);
  }
}
