package io.palinode.server.transport.kafka;

import io.palinode.message.WireRecord;
import io.palinode.server.transport.Publisher.Ack;

/** A record that is to be sent, and who wants to hear what became of it. */
record Outgoing(String topic, WireRecord record, Ack ack) {}
