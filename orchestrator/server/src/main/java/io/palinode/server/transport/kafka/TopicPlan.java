package io.palinode.server.transport.kafka;

import io.palinode.message.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The topics that a namespace needs: starts, replies, events, each participant's commands, those of
 * the users whose records start sagas, and a dead-letter topic with as many partitions for each of
 * them; and others without such.
 *
 * @param shards also the partitions of starts, replies and events
 * @param commandPartitions partitions of the command topic by the participant's name
 * @param sources partitions of the users' topics by their names
 * @param others partitions of other topics that are sent to, by their whole names
 * @param replicationFactor of topics that are made; -1 for the broker's default
 */
public record TopicPlan(
    Topics topics,
    int shards,
    Map<String, Integer> commandPartitions,
    Map<String, Integer> sources,
    Map<String, Integer> others,
    short replicationFactor) {
  /** Leaves the replication factor to the broker. */
  public static final short BROKER_DEFAULT = -1;

  public TopicPlan {
    commandPartitions = Map.copyOf(commandPartitions);
    sources = Map.copyOf(sources);
    others = Map.copyOf(others);
  }

  /** Every topic that is to be there, with the partitions that it gets when it is made. */
  public Map<String, Integer> partitions() {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    partitions.put(topics.starts(), shards);
    partitions.put(topics.replies(), shards);
    partitions.put(topics.events(), shards);
    commandPartitions.forEach((name, count) -> partitions.put(topics.commands(name), count));
    partitions.putAll(sources);
    Map.copyOf(partitions)
        .forEach((name, count) -> partitions.put(Topics.deadLetters(name), count));
    others.forEach(partitions::putIfAbsent);
    return partitions;
  }

  /** The topics that the shards send to: all but those whose records start sagas. */
  public Set<String> published() {
    return new TopicPlan(topics, shards, commandPartitions, Map.of(), others, replicationFactor)
        .partitions()
        .keySet();
  }

  /** The topics whose partitions are the shards. */
  Set<String> sharded() {
    return Set.of(topics.starts(), topics.replies());
  }
}
