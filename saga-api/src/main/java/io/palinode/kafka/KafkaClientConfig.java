package io.palinode.kafka;

import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the configuration of a Kafka client out of three layers.
 *
 * <ul>
 *   <li>What Palinode prefers, which a {@code kafka.*} setting overrides.
 *   <li>What {@code kafka.*} says. A key that only another kind of client knows is left out.
 *   <li>What correctness rests on. Setting it to anything else is an error.
 * </ul>
 *
 * <p>Immutable.
 */
public final class KafkaClientConfig {
  private static final Map<String, String> SURE_PRODUCER =
      Map.of(
          ProducerConfig.ACKS_CONFIG, "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "false",
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(),
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());

  private static final Map<String, String> SURE_CONSUMER =
      Map.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName(),
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());

  private final Map<String, String> given;

  private KafkaClientConfig(Map<String, String> given) {
    this.given = given;
  }

  /** The layers under and over the {@code kafka.*} keys of these settings. */
  public static KafkaClientConfig of(ClientSettings settings) {
    return new KafkaClientConfig(settings.values().passed(ClientSettings.KAFKA));
  }

  /** The brokers to ask first, as they were given. */
  public String bootstrapServers() {
    return given.getOrDefault(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
  }

  /**
   * An idempotent producer of bytes that waits for every in-sync replica.
   *
   * @param preferred what a setting may override, such as the client id
   * @throws InvalidSettings if a setting contradicts what correctness rests on
   */
  public Map<String, Object> producer(Map<String, ?> preferred) {
    return producer(preferred, Map.of());
  }

  /**
   * The same, for one that rests on more.
   *
   * @param preferred what a setting may override, such as the client id
   * @param sure what it may not
   * @throws InvalidSettings if a setting contradicts what correctness rests on
   */
  public Map<String, Object> producer(Map<String, ?> preferred, Map<String, String> sure) {
    refuse(
        ProducerConfig.PARTITIONER_CLASS_CONFIG,
        "a saga's records belong on the partition of Kafka's default partitioner");
    refuse(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "every producer would fence the others");
    return layers(preferred, both(SURE_PRODUCER, sure), ProducerConfig.configNames());
  }

  /**
   * A consumer of bytes that never commits by itself.
   *
   * @param preferred what a setting may override
   * @param sure what it may not
   * @throws InvalidSettings if a setting contradicts what correctness rests on
   */
  public Map<String, Object> consumer(Map<String, ?> preferred, Map<String, String> sure) {
    return layers(preferred, both(SURE_CONSUMER, sure), ConsumerConfig.configNames());
  }

  /** An admin client. */
  public Map<String, Object> admin(Map<String, ?> preferred) {
    return layers(preferred, Map.of(), AdminClientConfig.configNames());
  }

  /**
   * Lets a setting have no value at all.
   *
   * @throws InvalidSettings with the reason, if it has one
   */
  public void refuse(String key, String why) {
    if (given.containsKey(key)) {
      throw new InvalidSettings("kafka.%s cannot be set: %s.".formatted(key, why));
    }
  }

  private static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }

  private Map<String, Object> layers(
      Map<String, ?> preferred, Map<String, String> sure, Set<String> known) {
    Map<String, Object> config = new TreeMap<>(preferred);
    given.forEach(
        (key, value) -> {
          String must = sure.get(key);
          if (must != null && !must.equals(value)) {
            throw new InvalidSettings(
                "kafka.%s is '%s'; Palinode sets it to '%s', because its promises rest on it."
                    .formatted(key, value, must));
          }
          if (known.contains(key) || !somebodyKnows(key)) {
            config.put(key, value);
          }
        });
    config.putAll(sure);
    return config;
  }

  private static boolean somebodyKnows(String key) {
    return ProducerConfig.configNames().contains(key)
        || ConsumerConfig.configNames().contains(key)
        || AdminClientConfig.configNames().contains(key);
  }
}
