package io.palinode.chaos.participant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.ReplyMessage;
import io.palinode.message.WireRecord;
import io.palinode.participant.Remembered.Settled;
import io.palinode.participant.SagaMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ledger: what a command did, its key and its answer, kept together or not at all.
 *
 * @param at milliseconds since 1970, for people
 * @param tick nanoseconds of the machine's monotonic clock, the same for all processes: what was
 *     caused has a higher one than its cause
 * @param saga whose command it was
 * @param epoch the highest that was seen for the saga
 * @param answers the commands that were settled, as the replies to them
 * @param effects what was done; nothing where the answer is no
 */
public record LedgerLine(
    long at, long tick, String saga, long epoch, List<Answer> answers, List<Effect> effects) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public LedgerLine {
    answers = List.copyOf(answers);
    effects = List.copyOf(effects);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static LedgerLine parse(String line) {
    try {
      return JSON.readValue(line, LedgerLine.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No line of a ledger: " + line, e);
    }
  }

  String toText() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A ledger's line cannot be written: " + this, e);
    }
  }

  /** What is remembered of the saga when this line has come to it. */
  SagaMemory addedTo(SagaMemory memory) {
    var now = memory.raised(epoch);
    for (var answer : answers) {
      var reply = answer.reply(saga);
      now = now.with(reply.id(), new Settled(reply.attempt(), reply.outcome()));
    }
    return now;
  }

  /** A settled command, as the reply that was sent for it. */
  public record Answer(Map<String, String> headers, String value) {
    static Answer of(CommandId id, Settled settled) {
      var reply = new ReplyMessage(id, settled.attempt(), settled.outcome()).toRecord();
      var value = reply.value();
      return new Answer(
          reply.headers(), value == null ? "null" : new String(value, StandardCharsets.UTF_8));
    }

    ReplyMessage reply(String saga) {
      return ReplyMessage.from(
          new WireRecord(saga, headers, value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /**
   * Something that was done.
   *
   * @param receipt no other effect of any ledger has it
   * @param heard the signal that the saga had taken when it gave the command
   */
  public record Effect(String step, Direction direction, String receipt, @Nullable String heard) {}
}
