package io.palinode.server.transport.kafka;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How this node's Kafka clients are set up.
 *
 * <ul>
 *   <li>A setting passed through wins over ours, but for {@link ReservedSettings} that correctness
 *       needs.
 *   <li>A setting that only another kind of client knows is kept from a client; one that Kafka does
 *       not know at all reaches every client, since it may be for a plug-in.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param bootstrapServers as Kafka wants them: {@code host:port,host:port}
 * @param clientId stable over restarts, so that quotas and the broker's logs know this node
 * @param passThrough settings under their Kafka names
 */
public record KafkaClients(
    String bootstrapServers, String clientId, Map<String, Object> passThrough) {
  private static final Set<String> PRODUCER = ProducerConfig.configNames();
  private static final Set<String> CONSUMER = ConsumerConfig.configNames();
  private static final Set<String> ADMIN = AdminClientConfig.configNames();

  /** For as long as Kafka can be told to: 24 days. */
  private static final int AS_LONG_AS_IT_TAKES_MS = Integer.MAX_VALUE;

  /** What waits for the broker, at most; the runtime bounds the number of records. */
  static final long BUFFER_BYTES = 64L << 20;

  /** The same for the producer of one shard, which has no more than one transaction in it. */
  private static final long SHARD_BUFFER_BYTES = 32L << 20;

  private static final int BATCH_BYTES = 64 << 10;
  private static final int RECORDS_PER_POLL = 2_000;

  /**
   * How long the transaction of an owner that died may hold readers back, if no successor ends it
   * before.
   */
  static final int TRANSACTION_MS = 30_000;

  /** How long one call of a transactional producer may wait for the broker. */
  private static final int TRANSACTION_STEP_MS = 500;

  /** A newly opened partition waits behind a fetch that is under way, no longer than this. */
  private static final int FETCH_WAIT_MS = 100;

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException if a reserved setting is passed through
   */
  public KafkaClients {
    passThrough = Map.copyOf(passThrough);
    ReservedSettings.requireNone(passThrough.keySet());
  }

  Producer<byte[], byte[]> newProducer(int lingerMs) {
    var serializer = new ByteArraySerializer();
    return new KafkaProducer<>(producerSettings(lingerMs), serializer, serializer);
  }

  /** A producer of transactions; whoever begins under the same id later keeps it out. */
  Producer<byte[], byte[]> newProducer(String transactionalId, int lingerMs) {
    var serializer = new ByteArraySerializer();
    return new KafkaProducer<>(
        transactionalSettings(transactionalId, lingerMs), serializer, serializer);
  }

  Consumer<byte[], byte[]> newConsumer(String group) {
    var deserializer = new ByteArrayDeserializer();
    return new KafkaConsumer<>(consumerSettings(group), deserializer, deserializer);
  }

  Admin newAdmin() {
    return newAdmin("topics");
  }

  /** An admin client that lasts, and asks for where the partitions end that the feed reads. */
  Admin newAdminOfEnds() {
    return newAdmin("ends");
  }

  private Admin newAdmin(String role) {
    var settings = new HashMap<String, Object>(common(role));
    settings.putAll(passedTo(ADMIN));
    return Admin.create(settings);
  }

  /** What the consumers of this node see of transactions that are open or aborted. */
  IsolationLevel isolation() {
    Object level = consumerSettings("").get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    return IsolationLevel.valueOf(String.valueOf(level).toUpperCase(Locale.ROOT));
  }

  Map<String, Object> producerSettings(int lingerMs) {
    var settings = lasting("publisher", lingerMs);
    // Records that wait for an absent broker are kept, not given up.
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, AS_LONG_AS_IT_TAKES_MS);
    // A send answers at once: a topic that is not known yet or a full buffer fails it.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    return sure(settings);
  }

  Map<String, Object> transactionalSettings(String transactionalId, int lingerMs) {
    var settings = lasting(transactionalId, lingerMs);
    // The broker gives a transaction up after the client does, so a slow broker fences nobody.
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MS * 2 / 3);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_MS / 3);
    // What takes longer is asked for again, unless the shard is lost meanwhile.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_STEP_MS);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, SHARD_BUFFER_BYTES);
    var all = sure(settings);
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return all;
  }

  private Map<String, Object> lasting(String role, int lingerMs) {
    var settings = new HashMap<String, Object>(common(role));
    // Both keep the topics known while the broker is away or a topic is idle, so sends go on.
    settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TimeUnit.DAYS.toMillis(36_500));
    settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    return settings;
  }

  private Map<String, Object> sure(Map<String, Object> preferred) {
    var settings = new HashMap<>(preferred);
    settings.putAll(passedTo(PRODUCER));
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    return settings;
  }

  Map<String, Object> consumerSettings(String group) {
    var settings = new HashMap<String, Object>(common("feed"));
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A reply sent in a transaction that was aborted was never given.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    settings.putAll(passedTo(CONSUMER));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return settings;
  }

  private Map<String, Object> common(String role) {
    return Map.of(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        CommonClientConfigs.CLIENT_ID_CONFIG,
        clientId + "-" + role);
  }

  private Map<String, Object> passedTo(Set<String> known) {
    var settings = new HashMap<String, Object>();
    passThrough.forEach(
        (name, value) -> {
          if (known.contains(name) || !isKnownToAny(name)) {
            settings.put(name, value);
          }
        });
    return settings;
  }

  private static boolean isKnownToAny(String name) {
    return PRODUCER.contains(name) || CONSUMER.contains(name) || ADMIN.contains(name);
  }
}
