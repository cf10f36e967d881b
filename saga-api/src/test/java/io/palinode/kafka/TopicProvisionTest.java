package io.palinode.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.settings.TopicMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@ExtendWith(SharedBroker.class)
class TopicProvisionTest {
  private KafkaFixture kafka;
  private BusyBroker admin;
  private String topic;

  @BeforeEach
  void connect(KafkaFixture fixture) {
    kafka = fixture;
    topic = fixture.topics().commands("payments");
    admin = new BusyBroker(KafkaClientConfig.of(fixture.settings()).admin(Map.of()));
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void shouldMakeATopicThatIsMissing()
      throws InterruptedException, ExecutionException, TimeoutException {
    kafka.create(topic);

    assertThat(TopicProvision.partitions(admin, topic)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(value = TopicMode.class, mode = Mode.EXCLUDE, names = "NONE")
  void shouldWaitUntilTheLeadersServeATopicThatIsThere(TopicMode mode)
      throws InterruptedException, ExecutionException, TimeoutException {
    kafka.create(topic);
    TopicProvision provision = new TopicProvision(mode, 4, (short) -1);
    admin.busy = true;

    assertThatExceptionOfType(NotThereYet.class)
        .isThrownBy(() -> provision.ensure(admin, List.of(topic)))
        .withMessage("Not all partitions of [%s] are served yet.", topic);
    assertThatExceptionOfType(NotThereYet.class)
        .isThrownBy(() -> TopicProvision.partitions(admin, topic));

    admin.busy = false;
    provision.ensure(admin, List.of(topic));
    assertThat(TopicProvision.partitions(admin, topic)).isEqualTo(4);
  }

  @Test
  void shouldNotWaitForAPartitionWithoutALeader()
      throws InterruptedException, ExecutionException, TimeoutException {
    TopicPartitionInfo orphan = new TopicPartitionInfo(0, null, List.of(), List.of());

    PartitionLeaders.requireServing(
        admin, List.of(new TopicDescription(topic, false, List.of(orphan))));
  }

  /** Real, but for a broker that has not got round to serving its new partitions. */
  private static final class BusyBroker extends ForwardingAdmin {
    private static final int NOT_MADE = 1_000;
    private boolean busy;

    BusyBroker(Map<String, Object> configs) {
      super(configs);
    }

    @Override
    public ListOffsetsResult listOffsets(
        Map<TopicPartition, OffsetSpec> ends, ListOffsetsOptions options) {
      if (!busy) {
        return super.listOffsets(ends, options);
      }
      TopicPartition one = ends.keySet().iterator().next();
      return super.listOffsets(
          Map.of(new TopicPartition(one.topic(), NOT_MADE), OffsetSpec.latest()),
          new ListOffsetsOptions().timeoutMs(200));
    }
  }
}
