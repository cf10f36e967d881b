package io.palinode.examples.shop.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.shop.books.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopSettingsTest {

  @Test
  void shouldTakeKeysFromTheEnvironment() {
    ShopSettings settings =
        ShopSettings.of(
            Map.of(
                "SAGA_NAMESPACE", "shop",
                "SAGA_ZOOKEEPER_SESSION_TIMEOUT", "4s",
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/trust",
                "SHOP_BOOKS", "/var/books",
                "PATH", "/bin"),
            new Properties());

    assertThat(settings)
        .isEqualTo(
            new ShopSettings(
                Map.of(
                    "saga.namespace", "shop",
                    "saga.zookeeper.session.timeout", "4s",
                    "kafka.bootstrap.servers", "kafka:9092",
                    "kafka.ssl.truststore.location", "/etc/trust"),
                Path.of("/var/books"),
                Durability.MACHINE));
  }

  @Test
  void shouldLeaveOutWhatImagesSetForTheirOwnKafka() {
    assertThat(
            ShopSettings.of(
                    Map.of("KAFKA_HEAP_OPTS", "-Xmx1g", "KAFKA_OPTS", "-Dx", "saga_shards", "3"),
                    new Properties())
                .keys())
        .isEmpty();
  }

  @Test
  void shouldPreferSystemPropertiesToTheEnvironmentAndThatToTheFile(@TempDir Path directory)
      throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("shop.properties"),
            "saga.namespace=file\nsaga.shards=4\nsaga.lock.mode=shard\nshop.books.force=false\n");
    Properties system = new Properties();
    system.setProperty("saga.namespace", "system");

    ShopSettings settings =
        ShopSettings.of(
            Map.of(
                "SAGA_NAMESPACE", "environment",
                "SAGA_SHARDS", "5",
                "SHOP_SETTINGS", file.toString()),
            system);

    assertThat(settings.keys())
        .isEqualTo(
            Map.of("saga.namespace", "system", "saga.shards", "5", "saga.lock.mode", "shard"));
    assertThat(settings.durability()).isEqualTo(Durability.PROCESS);
  }
}
