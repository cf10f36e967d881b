package io.palinode.server.transport.kafka;

/** What to do about topics at start. Whatever it is, an existing topic is never altered. */
public enum TopicPolicy {
  /** Make those that are missing, and verify all. */
  CREATE,
  /** Refuse to start where one is missing, or has a wrong number of partitions. */
  VERIFY,
  /** Take them as they are; only wait until Kafka answers. */
  NONE
}
