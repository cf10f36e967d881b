package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.STOCK;

import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Payload;
import io.palinode.message.ReplyMessage;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.MemoryTransport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Participants that answer every command as often as it comes, as soon as they are asked to.
 *
 * <p>Commands keep their place in the topic, so none is answered twice.
 */
final class EchoingParticipants {
  private static final CommandOutcome DONE = new CommandOutcome.Succeeded(Payload.NONE);

  private final MemoryTransport broker;
  private final Map<String, Integer> answered = new HashMap<>();

  EchoingParticipants(MemoryTransport broker) {
    this.broker = broker;
  }

  /** Answers all that is there; says how many commands that were. */
  int answer() {
    return answer(STOCK) + answer(PAYMENTS);
  }

  /** Answers the first commands that one participant has not answered, so many. */
  void answerFirst(String participant, int count) {
    int from = answered.getOrDefault(participant, 0);
    List<WireRecord> commands = broker.records(ShardRig.TOPICS.commands(participant));
    for (WireRecord record : commands.subList(from, from + count)) {
      CommandMessage command = CommandMessage.from(record);
      WireRecord reply = new ReplyMessage(command.id(), command.attempt(), DONE).toRecord();
      broker.write(Source.REPLIES, 0, reply);
    }
    answered.put(participant, from + count);
  }

  private int answer(String participant) {
    int there = broker.records(ShardRig.TOPICS.commands(participant)).size();
    int count = there - answered.getOrDefault(participant, 0);
    answerFirst(participant, count);
    return count;
  }
}
