package io.palinode.server.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaClientsTest {
  @Test
  void shouldGiveATransactionUpBeforeTheBrokerDoesAndNeverWaitLong() {
    var settings = new KafkaClients("nowhere", "test", Map.of()).transactionalSettings("id", 0);

    assertThat((int) settings.get("delivery.timeout.ms"))
        .isLessThan((int) settings.get("transaction.timeout.ms"))
        .isGreaterThanOrEqualTo((int) settings.get("request.timeout.ms"));
    assertThat((int) settings.get("max.block.ms")).isLessThan(1_000);
    assertThat(settings).containsEntry("transactional.id", "id").containsEntry("acks", "all");
  }

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
