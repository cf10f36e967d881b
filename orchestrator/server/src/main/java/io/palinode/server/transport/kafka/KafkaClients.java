package io.palinode.server.transport.kafka;

import io.palinode.kafka.FirstContact;
import io.palinode.kafka.KafkaClientConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/**
 * How this node's Kafka clients are set up: what the orchestrator prefers and what it rests on, as
 * layers of a {@link KafkaClientConfig}.
 *
 * <p>Immutable.
 *
 * @param config what the settings say
 * @param clientId stable over restarts, so that quotas and the broker's logs know this node
 */
public record KafkaClients(KafkaClientConfig config, String clientId) {
  private static final String JOURNALED = "the journal says where to go on reading";

  /** What has no value that would do, with the reason. */
  private static final Map<String, String> REFUSED =
      Map.of(
          CommonClientConfigs.CLIENT_ID_CONFIG,
          "each client of an orchestrator is known by a name of its own",
          ConsumerConfig.GROUP_ID_CONFIG,
          JOURNALED,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          JOURNALED);

  private static final Map<String, String> SURE_PRODUCER =
      Map.of(
          ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
          "5",
          ProducerConfig.RETRIES_CONFIG,
          Integer.toString(Integer.MAX_VALUE));

  private static final Map<String, String> SURE_CONSUMER =
      Map.of(
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          "classic",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "none");

  /**
   * How long a record waits for its acknowledgement before it is given up, to be sent again. Longer
   * than most outages, since a broker that comes back is to find every record once and in order. It
   * has an end, since a producer can try for ever what the broker will never take: see {@link
   * io.palinode.kafka.PartitionLeaders}, which cannot prevent it where a partition changes its
   * leader after a day without records.
   */
  private static final int PATIENCE_MS = 10 * 60_000;

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
   * @throws io.palinode.settings.InvalidSettings if a setting contradicts what correctness rests on
   */
  public KafkaClients {
    REFUSED.forEach(config::refuse);
    // Looks at each layer now, and not when the first client is needed.
    config.producer(Map.of(), SURE_PRODUCER);
    config.consumer(Map.of(), SURE_CONSUMER);
  }

  /** The brokers to ask first: {@code host:port,host:port}. */
  public String bootstrapServers() {
    return config.bootstrapServers();
  }

  Producer<byte[], byte[]> newProducer(int lingerMs) {
    return new KafkaProducer<>(producerSettings(lingerMs));
  }

  /** A producer of transactions; whoever begins under the same id later keeps it out. */
  Producer<byte[], byte[]> newProducer(String transactionalId, int lingerMs) {
    return new KafkaProducer<>(transactionalSettings(transactionalId, lingerMs));
  }

  Consumer<byte[], byte[]> newConsumer(String group) {
    return new KafkaConsumer<>(consumerSettings(group));
  }

  /** Asks Kafka at the start, for no longer than this. */
  FirstContact firstContact(Duration limit) {
    return new FirstContact(config, named("topics"), limit, Passing::passes);
  }

  /** An admin client that lasts, and asks for where the partitions end that the feed reads. */
  Admin newAdminOfEnds() {
    return Admin.create(config.admin(Map.of(CommonClientConfigs.CLIENT_ID_CONFIG, named("ends"))));
  }

  /** What the consumers of this node see of transactions that are open or aborted. */
  IsolationLevel isolation() {
    Object level = consumerSettings("").get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    return IsolationLevel.valueOf(String.valueOf(level).toUpperCase(Locale.ROOT));
  }

  Map<String, Object> producerSettings(int lingerMs) {
    var settings = lasting("publisher", lingerMs);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    // A send answers at once: a topic that is not known yet or a full buffer fails it.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    return config.producer(settings, SURE_PRODUCER);
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
    var sure = new HashMap<>(SURE_PRODUCER);
    sure.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return config.producer(settings, sure);
  }

  private Map<String, Object> lasting(String role, int lingerMs) {
    var settings = new HashMap<String, Object>();
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, named(role));
    // Both keep the topics known while the broker is away or a topic is idle, so sends go on.
    settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TimeUnit.DAYS.toMillis(36_500));
    settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    return settings;
  }

  Map<String, Object> consumerSettings(String group) {
    var settings = new HashMap<String, Object>();
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, named("feed"));
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A reply sent in a transaction that was aborted was never given.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    var sure = new HashMap<>(SURE_CONSUMER);
    sure.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    return config.consumer(settings, sure);
  }

  private String named(String role) {
    return clientId + "-" + role;
  }
}
