package io.palinode.server.journal.zookeeper;

import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Deposed;
import io.palinode.server.journal.AppendOutcome.Refused;
import io.palinode.server.journal.AppendOutcome.Skipped;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.ShardLost;
import io.palinode.server.journal.zookeeper.Answer.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one owner that are on their way to ZooKeeper, oldest first.
 *
 * <ul>
 *   <li>They are sent in order and settled in order, each once.
 *   <li>A batch whose answer is lost is sent again as it was, together with all that follow it,
 *       when the connection is back. While one waits for that, later ones are held back.
 *   <li>A batch that was sent more than once and then finds another head is looked up there: my
 *       epoch and its number or a later one mean that it was committed. Anything else deposes the
 *       owner.
 *   <li>After a refusal it takes no more batches until the shard is taken over again; after a
 *       deposition never.
 * </ul>
 *
 * <p>Thread-safe. Outcomes are told under its lock, so that their order holds; they must not block.
 */
final class BatchPipeline {
  private static final long RECHECK_MILLIS = 25;
  private static final int UNFENCED_VERSION = -1;

  private enum State {
    /** Takes no batch until the shard is taken over, because it never was or one was refused. */
    CLOSED,
    OPEN,
    /** Keeps batches until the connection is back. */
    INTERRUPTED,
    /** Takes no batch any more. */
    DEPOSED
  }

  private final ZooKeeper session;
  private final ShardPaths paths;
  private final SessionLocks locks;
  private final ScheduledExecutorService timer;
  private final Deque<Flight> flights = new ArrayDeque<>(Batch.MAX_IN_FLIGHT);
  private State state = State.CLOSED;
  private String whyDeposed = "";
  private long epoch;
  private int nextVersion;
  private long lastBatch;

  BatchPipeline(
      ZooKeeper session, ShardPaths paths, SessionLocks locks, ScheduledExecutorService timer) {
    this.session = session;
    this.paths = paths;
    this.locks = locks;
    this.timer = timer;
  }

  /** Throws if this owner may not take the shard over again. */
  synchronized void requireIdle() {
    if (state == State.DEPOSED) {
      throw new ShardLost(whyDeposed);
    }
    if (!flights.isEmpty()) {
      throw new BrokenInvariant(
          "A shard is taken over while %d batches are on their way.".formatted(flights.size()));
    }
  }

  synchronized void open(Fence fence) {
    requireIdle();
    epoch = fence.head().epoch();
    nextVersion = fence.version();
    lastBatch = fence.head().batch();
    state = State.OPEN;
  }

  synchronized void submit(Batch batch, Consumer<AppendOutcome> outcome) {
    switch (state) {
      case CLOSED -> outcome.accept(new Skipped());
      case DEPOSED -> outcome.accept(new Deposed(whyDeposed));
      case OPEN, INTERRUPTED -> enqueue(batch, outcome);
    }
  }

  private void enqueue(Batch batch, Consumer<AppendOutcome> outcome) {
    requireNext(batch.head());
    BatchOps ops = BatchOps.of(batch, nextVersion, paths, locks);
    Flight flight = new Flight(batch, ops, outcome);
    flights.add(flight);
    if (nextVersion == UNFENCED_VERSION) {
      depose("the head has reached the version -1, which ZooKeeper would take for any version.");
      return;
    }
    nextVersion++;
    lastBatch = batch.head().batch();
    if (state == State.OPEN) {
      send(flight);
    }
  }

  /** A lost batch is looked up by its epoch and number, so they must be its own. */
  private void requireNext(Head head) {
    if (flights.size() >= Batch.MAX_IN_FLIGHT) {
      throw new BrokenInvariant(
          "More than %d batches are on their way.".formatted(Batch.MAX_IN_FLIGHT));
    }
    if (head.epoch() != epoch || head.batch() <= lastBatch) {
      throw new BrokenInvariant(
          "The batch is number %d of epoch %d; expected one above %d of epoch %d."
              .formatted(head.batch(), head.epoch(), lastBatch, epoch));
    }
  }

  private void send(Flight flight) {
    flight.departed();
    session.multi(
        flight.ops().ops(),
        (rc, path, context, results) -> answered(flight, Answer.of(rc, results)),
        null);
  }

  private synchronized void answered(Flight flight, Answer answer) {
    if (flights.contains(flight)) {
      flight.arrived(answer);
      settle();
    }
  }

  /** Settles what can be settled, from the oldest on. */
  private void settle() {
    while (!flights.isEmpty()) {
      Flight oldest = flights.element();
      Answer answer = oldest.answer();
      switch (answer.kind()) {
        case APPLIED -> commit();
        case FAILED -> refuse(oldest);
        case ENDED -> depose(Subject.HEAD.failure(answer));
        case FENCED -> {
          if (oldest.ambiguous()) {
            lookUp(oldest);
            return;
          }
          depose("another owner has written the head.");
        }
        case LOST -> {
          interrupt();
          return;
        }
        case NONE -> {
          return;
        }
      }
    }
  }

  private void commit() {
    Flight oldest = flights.remove();
    locks.committed(oldest.batch());
    oldest.tell(new Committed());
  }

  private void refuse(Flight oldest) {
    Subject subject = oldest.ops().subject(oldest.answer().place());
    String why = subject.failure(oldest.answer());
    if (subject.sagaId() == null) {
      depose(why);
      return;
    }
    if (subject.isLock()) {
      locks.doubt(subject.sagaId());
    }
    state = State.CLOSED;
    flights.remove().tell(new Refused(subject.sagaId(), why));
    while (!flights.isEmpty()) {
      flights.remove().tell(new Skipped());
    }
  }

  private void depose(String why) {
    state = State.DEPOSED;
    whyDeposed = "The shard's owner of epoch %d is deposed: %s".formatted(epoch, why);
    while (!flights.isEmpty()) {
      flights.remove().tell(new Deposed(whyDeposed));
    }
  }

  private void interrupt() {
    if (state == State.OPEN) {
      state = State.INTERRUPTED;
      recheckSoon();
    }
  }

  private void recheckSoon() {
    try {
      Future<?> unused = timer.schedule(this::recheck, RECHECK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      depose("this orchestrator is closing.");
    }
  }

  private synchronized void recheck() {
    if (state != State.INTERRUPTED) {
      return;
    }
    if (!session.getState().isAlive()) {
      depose("the session ended while the connection was lost.");
    } else if (!session.getState().isConnected() || flights.stream().anyMatch(Flight::onItsWay)) {
      recheckSoon();
    } else {
      state = State.OPEN;
      List.copyOf(flights).stream()
          .filter(flight -> flight.answer().kind() != Kind.APPLIED)
          .forEach(this::send);
    }
  }

  /**
   * A read is no older than the answer before it, so the head that comes is the one that fenced.
   */
  private void lookUp(Flight flight) {
    flight.departed();
    session.getData(
        paths.head(),
        false,
        (rc, path, context, bytes, stat) ->
            lookedUp(flight, rc == Code.OK.intValue() ? null : Answer.failed(rc), bytes),
        null);
  }

  private synchronized void lookedUp(Flight flight, @Nullable Answer failure, byte[] bytes) {
    if (failure != null) {
      answered(flight, failure);
      return;
    }
    if (!flights.contains(flight)) {
      return;
    }
    if (isMine(bytes, flight.batch().head().batch())) {
      answered(flight, Answer.APPLIED);
    } else {
      depose("another owner has written the head while the outcome of a batch was unknown.");
    }
  }

  private boolean isMine(byte[] bytes, long batch) {
    try {
      Head head = HeadCodec.read(bytes);
      return head.epoch() == epoch && head.batch() >= batch;
    } catch (BrokenInvariant unreadable) {
      return false;
    }
  }
}
