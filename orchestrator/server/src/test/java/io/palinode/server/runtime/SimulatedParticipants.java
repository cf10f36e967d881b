package io.palinode.server.runtime;

import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.participant.CommandContext;
import io.palinode.participant.InMemoryInbox;
import io.palinode.participant.Participant;
import io.palinode.participant.Receipt;
import io.palinode.participant.Reply;
import io.palinode.server.runtime.SimulatedSagas.Return;
import io.palinode.server.runtime.SimulatedSagas.Travel;
import io.palinode.server.runtime.SimulatedSagas.Travelled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The participants, with the inbox and the rules that real ones have. Effects are judged here,
 * where they happen.
 *
 * <ul>
 *   <li>Each reads its partitions in order, and sometimes reads a few records again, as after a
 *       crash.
 *   <li>They succeed, say no and ask for another attempt: always the same for one attempt of one
 *       command, however often it is delivered. One that first asked for another attempt and then
 *       succeeded would leave an effect that nobody undoes, if that attempt was the last.
 *   <li>Replies are lost and doubled, but not in calm times.
 * </ul>
 */
final class SimulatedParticipants {
  private static final int PARTITIONS = 2;
  private static final Duration RETENTION = Duration.ofDays(3_650);

  private final Random random;
  private final long moods;
  private final Consumer<WireRecord> replies;
  private final Map<String, Participant> byTopic = new TreeMap<>();
  private final Map<String, Partition> partitions = new TreeMap<>();
  private final List<CommandId> effects = new ArrayList<>();
  private final Map<CommandId, Integer> times = new HashMap<>();
  private boolean calm;

  SimulatedParticipants(
      Topics topics, Random random, ManualClock clock, Consumer<WireRecord> replies) {
    this.random = random;
    this.moods = random.nextLong();
    this.replies = replies;
    for (String name : SimulatedSagas.PARTICIPANTS) {
      Participant participant =
          Participant.named(name)
              .on(Travel.class, (travel, context) -> travel(travel, context))
              .onCompensation(Return.class, (back, context) -> comeBack(context))
              .codec(SimulatedSagas.CODEC)
              .inbox(new InMemoryInbox(clock, RETENTION, Integer.MAX_VALUE))
              .build();
      byTopic.put(topics.commands(name), participant);
    }
  }

  /** Takes a record that Kafka has; one that is no command is none of theirs. */
  void written(String topic, WireRecord record) {
    if (byTopic.containsKey(topic)) {
      String name = topic + "/" + Math.floorMod(record.key().hashCode(), PARTITIONS);
      partitions.computeIfAbsent(name, absent -> new Partition(byTopic.get(topic))).add(record);
    }
  }

  void becomeCalm() {
    calm = true;
  }

  /** One of them reads one record; false if there is none. */
  boolean readOne() {
    List<Partition> unread = partitions.values().stream().filter(Partition::hasMore).toList();
    if (!unread.isEmpty()) {
      unread.get(random.nextInt(unread.size())).readOne();
    }
    return !unread.isEmpty();
  }

  /** One of them reads a few records again. */
  void rewindOne() {
    List<Partition> all = List.copyOf(partitions.values());
    if (!all.isEmpty()) {
      all.get(random.nextInt(all.size())).rewind(random.nextInt(6));
    }
  }

  /** Every effect, in the order in which they happened. */
  List<CommandId> effects() {
    return effects;
  }

  private Reply travel(Travel travel, CommandContext context) {
    int chance = mood(context);
    if (chance < 9) {
      return Reply.rejected("NO_SEAT", "");
    }
    if (chance < 20) {
      return Reply.tryAgain("BUSY", "");
    }
    apply(context.commandId());
    return Reply.succeeded(new Travelled(travel.leg()));
  }

  private Reply comeBack(CommandContext context) {
    int chance = mood(context);
    if (chance < 3) {
      return Reply.rejected("NOT_NOW", "");
    }
    if (chance < 15) {
      return Reply.tryAgain("BUSY", "");
    }
    apply(context.commandId());
    return Reply.succeeded();
  }

  private int mood(CommandContext context) {
    long seed = moods + 31L * context.commandId().toString().hashCode() + context.attempt();
    return new Random(seed).nextInt(100);
  }

  private void apply(CommandId id) {
    effects.add(id);
    int now = times.merge(id, 1, Integer::sum);
    if (now > 1) {
      throw new AssertionError(id + " has its effect for the second time.");
    }
    if (id.direction() == Direction.COMPENSATION && !times.containsKey(id.opposite())) {
      throw new AssertionError(id + " undoes what was never done.");
    }
  }

  private final class Partition {
    private final Participant participant;
    private final List<WireRecord> records = new ArrayList<>();
    private int next;

    private Partition(Participant participant) {
      this.participant = participant;
    }

    private void add(WireRecord record) {
      records.add(record);
    }

    private boolean hasMore() {
      return next < records.size();
    }

    private void rewind(int count) {
      next = Math.max(0, next - count);
    }

    private void readOne() {
      Receipt receipt = participant.receive(records.get(next++));
      if (receipt instanceof Receipt.Answered answered) {
        answer(answered.reply().toRecord());
      } else if (receipt instanceof Receipt.Unreadable unreadable) {
        throw new AssertionError("A participant cannot read: " + unreadable.reason());
      }
    }

    private void answer(WireRecord reply) {
      int chance = random.nextInt(100);
      if (calm || chance >= 8) {
        replies.accept(reply);
      }
      if (!calm && chance >= 92) {
        replies.accept(reply);
      }
    }
  }
}
