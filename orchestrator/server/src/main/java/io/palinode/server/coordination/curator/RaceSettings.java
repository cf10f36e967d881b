package io.palinode.server.coordination.curator;

import java.time.Duration;

/**
 * Where and as whom a node races for one shard.
 *
 * @param connectString of the ZooKeeper servers, as ZooKeeper's own clients take it
 * @param nodeId host and process id of this node, for people
 * @param sessionTimeout how long a node may be silent before its shards go to others
 */
public record RaceSettings(
    String connectString, String namespace, int shard, String nodeId, Duration sessionTimeout) {

  String latchPath() {
    return "/%s/shards/%02d/latch".formatted(namespace, shard);
  }

  /** How often the race is looked at. Twice in a row must something be amiss. */
  Duration watchPeriod() {
    return sessionTimeout.dividedBy(2);
  }

  int sessionMillis() {
    return Math.toIntExact(sessionTimeout.toMillis());
  }
}
