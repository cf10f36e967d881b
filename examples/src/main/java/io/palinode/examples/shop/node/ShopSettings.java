package io.palinode.examples.shop.node;

import io.palinode.examples.shop.books.Durability;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of a process of the shop, gathered from where processes have them.
 *
 * <ul>
 *   <li>A file of properties, named by {@code shop.settings}.
 *   <li>Over it the environment: {@code SAGA_NAMESPACE} is {@code saga.namespace}, and so on. Of
 *       the names that begin with {@code KAFKA_} only those count that a Kafka client knows, since
 *       images set others, such as {@code KAFKA_HEAP_OPTS}.
 *   <li>Over both the system properties.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param keys the {@code saga.*} and {@code kafka.*} keys, as text
 * @param books where the ledgers are
 * @param durability what a line of a ledger outlives
 */
public record ShopSettings(Map<String, String> keys, Path books, Durability durability) {
  private static final String FILE = "shop.settings";
  private static final String BOOKS = "shop.books";
  private static final String FORCE = "shop.books.force";
  private static final String KAFKA = "kafka.";

  public ShopSettings {
    keys = Map.copyOf(keys);
  }

  /** The settings of this process. */
  public static ShopSettings ofThisProcess() {
    return of(System.getenv(), System.getProperties());
  }

  static ShopSettings of(Map<String, String> environment, Properties system) {
    Map<String, String> all = new TreeMap<>();
    environment.forEach((name, value) -> putIfOurs(all, name, value));
    Map<String, String> given = new TreeMap<>();
    system.stringPropertyNames().forEach(key -> putIfNamed(given, key, system.getProperty(key)));
    String file = given.getOrDefault(FILE, all.getOrDefault(FILE, ""));
    Map<String, String> merged = new TreeMap<>();
    if (!file.isEmpty()) {
      properties(Path.of(file)).forEach((key, value) -> putIfNamed(merged, key, value));
    }
    merged.putAll(all);
    merged.putAll(given);
    return split(merged);
  }

  private static ShopSettings split(Map<String, String> all) {
    Map<String, String> keys = new TreeMap<>(all);
    keys.keySet().removeIf(key -> key.startsWith("shop."));
    boolean force = Boolean.parseBoolean(all.getOrDefault(FORCE, "true"));
    return new ShopSettings(
        keys,
        Path.of(all.getOrDefault(BOOKS, "books")),
        force ? Durability.MACHINE : Durability.PROCESS);
  }

  private static void putIfOurs(Map<String, String> all, String name, String value) {
    String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
    boolean written = name.equals(name.toUpperCase(Locale.ROOT));
    if (written && (!key.startsWith(KAFKA) || knownToKafka(key.substring(KAFKA.length())))) {
      putIfNamed(all, key, value);
    }
  }

  private static void putIfNamed(Map<String, String> all, String key, String value) {
    if (key.startsWith("saga.") || key.startsWith(KAFKA) || key.startsWith("shop.")) {
      all.put(key, value);
    }
  }

  private static boolean knownToKafka(String key) {
    return ProducerConfig.configNames().contains(key)
        || ConsumerConfig.configNames().contains(key)
        || AdminClientConfig.configNames().contains(key);
  }

  private static Map<String, String> properties(Path file) {
    Properties read = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException("The settings %s cannot be read.".formatted(file), e);
    }
    Map<String, String> keys = new TreeMap<>();
    read.stringPropertyNames().forEach(key -> keys.put(key, read.getProperty(key)));
    return keys;
  }
}
