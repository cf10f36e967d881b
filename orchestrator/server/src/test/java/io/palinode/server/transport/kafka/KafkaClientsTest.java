package io.palinode.server.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaClientsTest {
  @Test
  void shouldLetSettingsThroughToTheClientsThatKnowThem() {
    var clients =
        passing(
            Map.of(
                "security.protocol", "SASL_SSL",
                "compression.type", "lz4",
                "fetch.max.wait.ms", 5,
                "my.login.setting", "x"));

    assertThat(clients.producerSettings(1))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("compression.type", "lz4")
        .containsEntry("my.login.setting", "x")
        .doesNotContainKey("fetch.max.wait.ms");
    assertThat(clients.consumerSettings("group"))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("fetch.max.wait.ms", 5)
        .containsEntry("my.login.setting", "x")
        .doesNotContainKey("compression.type");
  }

  @Test
  void shouldLetASettingWinOverOurs() {
    assertThat(passing(Map.of("linger.ms", 7)).producerSettings(1)).containsEntry("linger.ms", 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acks",
        "enable.idempotence",
        "partitioner.class",
        "auto.offset.reset",
        "group.id"
      })
  void shouldRefuseASettingThatCorrectnessNeeds(String name) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> passing(Map.of(name, "0")))
        .withMessageContaining("'" + name + "'");
  }

  private static KafkaClients passing(Map<String, Object> settings) {
    return new KafkaClients("kafka:9092", "node-1", settings);
  }
}
