package io.palinode.server.transport;

import io.palinode.message.WireRecord;

/** A publisher of many shards as one of their owners sees it. */
record SharedPublisher(Publisher publisher) implements ShardPublisher {
  @Override
  public void send(String topic, WireRecord record, Ack ack) {
    publisher.send(topic, record, ack);
  }

  @Override
  public boolean awaitsConfirmation() {
    return false;
  }

  @Override
  public void confirm() {}

  @Override
  public void close() {}
}
