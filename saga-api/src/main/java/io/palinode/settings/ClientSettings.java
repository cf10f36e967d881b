package io.palinode.settings;

import io.palinode.message.PayloadCodec;
import io.palinode.message.Topics;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of participants and of the saga client. Both read the same keys, so one file may
 * serve a process that is both.
 *
 * <p>Every {@code kafka.*} key goes to every Kafka client without the prefix, so security settings
 * just work.
 *
 * <p>Immutable.
 */
public record ClientSettings(Settings values) {
  /** The prefix of what is passed on to Kafka's clients. */
  public static final String KAFKA = "kafka.";

  public static final Setting<String> BOOTSTRAP =
      Setting.required(
          "kafka.bootstrap.servers", "Brokers to ask first, as `host:port`, joined by commas.");

  public static final Setting<Topics> NAMESPACE =
      Setting.of(
          "saga.namespace",
          Topics.DEFAULT_NAMESPACE,
          "1 to 64 letters, digits, dots and hyphens, a letter or digit first",
          "Separates installations that share a Kafka; the first part of every topic's name.",
          Topics::new);

  /** A saga's data of this size, in bytes, still fit into one entry of its log. */
  public static final int MAX_PAYLOAD = 200_000;

  public static final Setting<Integer> PAYLOAD_LIMIT =
      Setting.number(
          "saga.payload.limit",
          PayloadCodec.DEFAULT_LIMIT,
          1,
          MAX_PAYLOAD,
          "Greatest size of a payload that is sent, in bytes of JSON; a larger one is refused before"
              + " Kafka sees it. A participant's replies have the limit of its codec. The same for"
              + " all orchestrators, and not to be lowered while sagas live that have larger ones:"
              + " they would park.");

  public static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.duration(
          "saga.connect.timeout",
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(1),
          "How long a start tries to reach Kafka, and waits for topics that the orchestrator makes. 0 is without end.");

  public static final Setting<TopicMode> TOPIC_MODE =
      Setting.choice(
          "saga.topics.mode",
          TopicMode.CREATE,
          "What is done about a missing topic. An existing one is never altered.");

  public static final Setting<Integer> TOPIC_PARTITIONS =
      Setting.number(
          "saga.topics.partitions", 8, 1, 10_000, "Partitions of a command topic that is created.");

  public static final Setting<Integer> TOPIC_REPLICATION =
      Setting.of(
          "saga.topics.replication",
          "-1",
          "-1 or a whole number from 1 to 32767",
          "Replicas of a topic that is created; -1 leaves it to the broker.",
          ClientSettings::replication);

  public static final Setting<Integer> PARTICIPANT_CONCURRENCY =
      Setting.number(
          "saga.participant.concurrency",
          1,
          1,
          1_000,
          "Commands that one participant handles at a time, each of another saga. Commands of one saga stay in order.");

  public static final Setting<Duration> PARTICIPANT_DRAIN =
      Setting.duration(
          "saga.participant.drain",
          Duration.ofSeconds(20),
          Duration.ZERO,
          Duration.ofHours(1),
          "How long a close waits for the commands being handled.");

  public static final Setting<Integer> CLIENT_MAX_OPEN =
      Setting.number(
          "saga.client.max.open",
          1_000_000,
          1,
          100_000_000,
          "Sagas that one client follows at a time. Another start is refused.");

  /** Every key, for reading and for the documentation; a server adds its own. */
  public static final SettingRegistry KEYS =
      SettingRegistry.of(
              BOOTSTRAP,
              NAMESPACE,
              PAYLOAD_LIMIT,
              CONNECT_TIMEOUT,
              TOPIC_MODE,
              TOPIC_PARTITIONS,
              TOPIC_REPLICATION,
              PARTICIPANT_CONCURRENCY,
              PARTICIPANT_DRAIN,
              CLIENT_MAX_OPEN)
          .passing(KAFKA);

  /**
   * Reads settings from text by key, or from a {@link java.util.Properties}.
   *
   * @throws InvalidSettings naming every fault
   */
  public static ClientSettings of(Map<?, ?> raw) {
    return new ClientSettings(KEYS.read(raw));
  }

  /** The value of one setting. */
  public <T> T get(Setting<T> setting) {
    return values.get(setting);
  }

  /** The names of the namespace's topics. */
  public Topics topics() {
    return get(NAMESPACE);
  }

  private static Integer replication(String text) {
    int replicas = Integer.parseInt(text);
    if (replicas != -1 && (replicas < 1 || replicas > Short.MAX_VALUE)) {
      throw new IllegalArgumentException("Out of range: " + text);
    }
    return replicas;
  }
}
