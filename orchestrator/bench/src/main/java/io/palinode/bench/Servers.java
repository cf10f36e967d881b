package io.palinode.bench;

/** Where Kafka and ZooKeeper answer, each as {@code host:port}. */
record Servers(String kafka, String zookeeper) {}
