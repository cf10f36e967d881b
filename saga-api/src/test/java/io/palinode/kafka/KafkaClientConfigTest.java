package io.palinode.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientConfigTest {

  @Test
  void shouldLetASettingOverrideWhatIsOnlyPreferred() {
    Map<String, Object> config =
        config("kafka.linger.ms", "20")
            .producer(Map.of("linger.ms", "1", "client.id", "palinode.payments"));

    assertThat(config)
        .containsEntry("linger.ms", "20")
        .containsEntry("client.id", "palinode.payments")
        .containsEntry("bootstrap.servers", "kafka:9092")
        .containsEntry("acks", "all");
  }

  @Test
  void shouldPassSecurityToEveryClient() {
    KafkaClientConfig config = config("kafka.sasl.mechanism", "PLAIN");

    assertThat(config.producer(Map.of())).containsEntry("sasl.mechanism", "PLAIN");
    assertThat(config.consumer(Map.of(), Map.of())).containsEntry("sasl.mechanism", "PLAIN");
    assertThat(config.admin(Map.of())).containsEntry("sasl.mechanism", "PLAIN");
  }

  @Test
  void shouldKeepFromAClientWhatOnlyAnotherKnows() {
    KafkaClientConfig config = config("kafka.max.poll.records", "10");

    assertThat(config.consumer(Map.of(), Map.of())).containsEntry("max.poll.records", "10");
    assertThat(config.producer(Map.of())).doesNotContainKey("max.poll.records");
    assertThat(config.admin(Map.of())).doesNotContainKey("max.poll.records");
  }

  @Test
  void shouldPassOnWhatNoClientKnows() {
    assertThat(config("kafka.my.interceptor.colour", "red").admin(Map.of()))
        .containsEntry("my.interceptor.colour", "red");
  }

  @Test
  void shouldRefuseWhatTheGuaranteesDoNotSurvive() {
    assertThatThrownBy(
            () -> config("kafka.enable.auto.commit", "true").consumer(Map.of(), Map.of()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("kafka.enable.auto.commit is 'true'; Palinode sets it to 'false'");
    assertThatThrownBy(
            () -> config("kafka.group.id", "mine").consumer(Map.of(), Map.of("group.id", "ours")))
        .isInstanceOf(InvalidSettings.class);
    assertThatThrownBy(() -> config("kafka.partitioner.class", "Mine").producer(Map.of()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("kafka.partitioner.class");
    assertThat(config("kafka.acks", "all").producer(Map.of())).containsEntry("acks", "all");
  }

  private static KafkaClientConfig config(String key, String value) {
    Map<String, String> raw = new HashMap<>();
    raw.put("kafka.bootstrap.servers", "kafka:9092");
    raw.put(key, value);
    return KafkaClientConfig.of(ClientSettings.of(raw));
  }
}
