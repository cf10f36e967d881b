package io.palinode.server.e2e;

import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.message.ReplyMessage;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.participant.CommandContext;
import io.palinode.participant.InMemoryInbox;
import io.palinode.participant.Participant;
import io.palinode.participant.Receipt;
import io.palinode.participant.Reply;
import io.palinode.server.e2e.TripSaga.BookFlight;
import io.palinode.server.e2e.TripSaga.BookHotel;
import io.palinode.server.e2e.TripSaga.CancelFlight;
import io.palinode.server.e2e.TripSaga.CancelHotel;
import io.palinode.server.e2e.TripSaga.CarRented;
import io.palinode.server.e2e.TripSaga.ChargeCard;
import io.palinode.server.e2e.TripSaga.FlightBooked;
import io.palinode.server.e2e.TripSaga.HotelBooked;
import io.palinode.server.e2e.TripSaga.RentCar;
import io.palinode.server.e2e.TripSaga.ReturnCar;
import io.palinode.server.e2e.TripSaga.SendTicket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The participants of a trip, which apply and answer commands as a test tells them to.
 *
 * <ul>
 *   <li>A command goes through the participant library, so what is delivered twice is answered from
 *       memory.
 *   <li>Effects are counted by command id behind the library: 1 is what every test wants to see.
 *   <li>Without a script, every command succeeds.
 * </ul>
 *
 * <p>Scripts may come from any thread; commands are handled by one thread of its own.
 */
final class ScriptedParticipants implements AutoCloseable {
  private final Map<String, Queue<Answer>> scripts = new ConcurrentHashMap<>();
  private final Set<String> heldBack = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> effects = new ConcurrentHashMap<>();
  private final List<CommandId> ledger = new CopyOnWriteArrayList<>();
  private final Map<String, ReplyMessage> held = new ConcurrentHashMap<>();
  private final List<Receipt.Ignored> ignored = new CopyOnWriteArrayList<>();
  private final Map<String, Participant> byTopic;
  private final Probe probe;
  private final Topics topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "scripted-participants");
  private Answer current = Answer.SUCCEED;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean closing;

  ScriptedParticipants(String bootstrapServers, Topics topics, Probe probe) {
    this.topics = topics;
    this.probe = probe;
    var inbox = new InMemoryInbox(InstantSource.system());
    Participant agency =
        Participant.named(TripSaga.AGENCY)
            .on(BookHotel.class, (c, x) -> booked(x, new HotelBooked("room-" + x.sagaId())))
            .onCompensation(CancelHotel.class, (c, x) -> done(x))
            .on(BookFlight.class, (c, x) -> booked(x, new FlightBooked("seat-" + x.sagaId())))
            .onCompensation(CancelFlight.class, (c, x) -> done(x))
            .on(RentCar.class, (c, x) -> booked(x, new CarRented("plate-" + x.sagaId())))
            .onCompensation(ReturnCar.class, (c, x) -> done(x))
            .on(SendTicket.class, (c, x) -> done(x))
            .inbox(inbox)
            .build();
    Participant bank =
        Participant.named(TripSaga.BANK)
            .on(ChargeCard.class, (c, x) -> done(x))
            .inbox(inbox)
            .build();
    this.byTopic =
        Map.of(topics.commands(TripSaga.AGENCY), agency, topics.commands(TripSaga.BANK), bank);
    this.consumer = Probe.newConsumer(bootstrapServers);
  }

  /**
   * Begins to handle commands, if that has not begun. The topics must be there. Nodes that start at
   * the same time may each ask for it.
   */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** How the next deliveries of an action are answered, in order; later ones succeed. */
  void onAction(String sagaId, String step, Answer... answers) {
    script(new CommandId(sagaId, step, Direction.ACTION), answers);
  }

  /** How the next deliveries of a compensation are answered, in order; later ones succeed. */
  void onCompensation(String sagaId, String step, Answer... answers) {
    script(new CommandId(sagaId, step, Direction.COMPENSATION), answers);
  }

  /**
   * Holds the reply to an action back until it is released, however often it is delivered: an owner
   * that takes over may send it again.
   */
  void holdBack(CommandId id) {
    heldBack.add(id.toString());
  }

  /** Lets a reply go that was held back. */
  void release(CommandId id) {
    heldBack.remove(id.toString());
    probe.send(topics.replies(), take(id).toRecord());
  }

  /** Takes a reply that was held back, so that the test sends it as it likes. */
  ReplyMessage take(CommandId id) {
    return Objects.requireNonNull(held.remove(id.toString()), "No reply to this is held back.");
  }

  /** True if a reply to this command is held back. */
  boolean holds(CommandId id) {
    return held.containsKey(id.toString());
  }

  /** How often each command of a saga was applied, by {@code step/direction}. */
  Map<String, Integer> effects(String sagaId) {
    Map<String, Integer> ofSaga = new TreeMap<>();
    effects.forEach(
        (id, count) -> {
          if (id.startsWith(sagaId + "/")) {
            ofSaga.put(id.substring(sagaId.length() + 1), count);
          }
        });
    return ofSaga;
  }

  /** Every command that was applied, in the order in which they were. */
  List<CommandId> ledger() {
    return List.copyOf(ledger);
  }

  /** The commands of a saga that had no effect because a deposed owner had sent them. */
  List<Receipt.Ignored> ignored(String sagaId) {
    return ignored.stream().filter(late -> late.id().sagaId().equals(sagaId)).toList();
  }

  @Override
  public void close() {
    closing = true;
    begin();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void script(CommandId id, Answer... answers) {
    scripts.put(id.toString(), new ConcurrentLinkedQueue<>(List.of(answers)));
  }

  private void run() {
    try (consumer) {
      consumer.assign(
          byTopic.keySet().stream().map(topic -> new TopicPartition(topic, 0)).toList());
      consumer.seekToBeginning(consumer.assignment());
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          handle(byTopic.get(record.topic()), Probe.wire(record));
        }
      }
    } catch (WakeupException e) {
      assert closing;
    }
  }

  private void handle(Participant participant, WireRecord record) {
    CommandId id = CommandMessage.from(record).id();
    current = next(id.toString());
    if (current.delivery() == Answer.Delivery.NEVER_HANDLED) {
      return;
    }
    Receipt receipt = participant.receive(record);
    if (receipt instanceof Receipt.Ignored late) {
      ignored.add(late);
    } else if (receipt instanceof Receipt.Answered answered) {
      if (current.delivery() == Answer.Delivery.HELD) {
        held.put(id.toString(), answered.reply());
      } else {
        probe.send(topics.replies(), answered.reply().toRecord());
      }
    }
  }

  private Answer next(String id) {
    if (heldBack.contains(id)) {
      return Answer.HOLD_BACK;
    }
    Queue<Answer> script = scripts.get(id);
    Answer scripted = script == null ? null : script.poll();
    return scripted == null ? Answer.SUCCEED : scripted;
  }

  private Reply booked(CommandContext context, Object reference) {
    boolean plain = current.reply().equals(Reply.succeeded());
    return count(context, plain ? Reply.succeeded(reference) : current.reply());
  }

  private Reply done(CommandContext context) {
    return count(context, current.reply());
  }

  private Reply count(CommandContext context, Reply reply) {
    if (reply instanceof Reply.Succeeded) {
      effects.merge(context.commandId().toString(), 1, Integer::sum);
      ledger.add(context.commandId());
    }
    return reply;
  }
}
