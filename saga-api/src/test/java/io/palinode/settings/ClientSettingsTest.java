package io.palinode.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.message.Topics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {
  private static final String KAFKA = "kafka.bootstrap.servers";

  @Test
  void shouldNeedNothingButTheBrokers() {
    ClientSettings settings = ClientSettings.of(Map.of(KAFKA, "kafka:9092"));

    assertThat(settings.topics()).isEqualTo(new Topics("palinode"));
    assertThat(settings.get(ClientSettings.BOOTSTRAP)).isEqualTo("kafka:9092");
    assertThat(settings.get(ClientSettings.TOPIC_MODE)).isEqualTo(TopicMode.CREATE);
    assertThat(settings.get(ClientSettings.TOPIC_PARTITIONS)).isEqualTo(8);
    assertThat(settings.get(ClientSettings.TOPIC_REPLICATION)).isEqualTo(-1);
    assertThat(settings.get(ClientSettings.PAYLOAD_LIMIT)).isEqualTo(65_536);
    assertThat(settings.get(ClientSettings.PARTICIPANT_DRAIN)).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.get(ClientSettings.CONNECT_TIMEOUT)).isZero();
  }

  @Test
  void shouldSayThatTheBrokersAreMissing() {
    assertThatThrownBy(() -> ClientSettings.of(Map.of("kafka.bootstrap.server", "kafka:9092")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("kafka.bootstrap.servers is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "saga.namespace,bad_name",
    "saga.topics.mode,alter",
    "saga.topics.replication,0",
    "saga.topics.replication,32768",
    "saga.topics.partitions,none",
    "saga.payload.limit,200001",
    "saga.participant.concurrency,0",
  })
  void shouldRefuseWhatDoesNotFit(String key, String value) {
    assertThatThrownBy(() -> ClientSettings.of(Map.of(KAFKA, "kafka:9092", key, value)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("%s is '%s'; expected ".formatted(key, value));
  }
}
