package io.palinode.server.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.settings.InvalidSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaClientsTest {
  @Test
  void shouldGiveATransactionUpBeforeTheBrokerDoesAndNeverWaitLong() {
    var settings = passing(Map.of()).transactionalSettings("id", 0);

    assertThat((int) settings.get("delivery.timeout.ms"))
        .isLessThan((int) settings.get("transaction.timeout.ms"))
        .isGreaterThanOrEqualTo((int) settings.get("request.timeout.ms"));
    assertThat((int) settings.get("max.block.ms")).isLessThan(1_000);
    assertThat(settings).containsEntry("transactional.id", "id").containsEntry("acks", "all");
  }

  @Test
  void shouldOutlastAnOutageButTryNothingForEver() {
    int patience = (int) passing(Map.of()).producerSettings(0).get("delivery.timeout.ms");

    assertThat(Duration.ofMillis(patience))
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(15));
  }

  @Test
  void shouldLetSettingsThroughToTheClientsThatKnowThem() {
    var clients =
        passing(
            Map.of(
                "security.protocol", "SASL_SSL",
                "compression.type", "lz4",
                "fetch.max.wait.ms", "5",
                "my.login.setting", "x"));

    assertThat(clients.producerSettings(1))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("compression.type", "lz4")
        .containsEntry("my.login.setting", "x")
        .doesNotContainKey("fetch.max.wait.ms");
    assertThat(clients.consumerSettings("group"))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("fetch.max.wait.ms", "5")
        .containsEntry("my.login.setting", "x")
        .doesNotContainKey("compression.type");
  }

  @Test
  void shouldLetASettingWinOverOurs() {
    assertThat(passing(Map.of("linger.ms", "7")).producerSettings(1))
        .containsEntry("linger.ms", "7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acks",
        "enable.idempotence",
        "partitioner.class",
        "auto.offset.reset",
        "group.id",
        "group.instance.id",
        "group.protocol",
        "client.id",
        "transactional.id",
        "max.in.flight.requests.per.connection",
        "retries",
        "key.serializer"
      })
  void shouldRefuseASettingThatCorrectnessNeeds(String name) {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> passing(Map.of(name, "0")))
        .withMessageContaining("kafka." + name + " ");
  }

  private static KafkaClients passing(Map<String, String> settings) {
    return TestKafka.clients("kafka:9092", settings);
  }
}
