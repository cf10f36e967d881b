package io.palinode.server.runtime;

import io.palinode.server.coordination.ShardElection;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.ShardLost;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard as one node sees it: races for it, runs it while it is this node's, and lets go of it
 * when told or beaten.
 *
 * <ul>
 *   <li>{@link #doWork} never waits for input; who calls it decides when. Only a takeover blocks,
 *       while it reads.
 *   <li>While the session is suspended nothing is sent and no timer fires, whatever is heard.
 *   <li>A lost shard is dropped with all its memory, and the race begins again; nothing else ends a
 *       shard but {@link #stop} and a broken invariant.
 * </ul>
 *
 * <p>{@link #doWork} and {@link #nextAt} belong to one thread; the rest is safe for any.
 */
public final class Shard {
  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  /** How long a shard whose input cannot be read waits before it tries again, in milliseconds. */
  private static final long REOPEN_AFTER_MILLIS = 30_000;

  /** How long a shard that is given back drains at most, in milliseconds. */
  public static final long GIVE_BACK_WITHIN_MILLIS = 5_000;

  private final Ownership template;
  private final ShardElection election;
  private final ShardInbox inbox;
  private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
  private final Quarantine quarantine;
  private final IntPredicate passesOn;
  private final Deque<ShardMessage.Appended> outcomes = new ArrayDeque<>();
  private @Nullable ShardTerm term;
  private @Nullable ShardJournal journal;
  private long terms;
  private long reopenAt = Long.MAX_VALUE;
  private boolean suspended;
  private boolean stopping;
  private volatile int liveSagas = -1;
  private volatile boolean givingBack;
  private long giveBackBy = Long.MAX_VALUE;

  /**
   * A shard that does not race yet.
   *
   * @param wakeUp called whenever there is something to do; safe for any thread
   */
  public Shard(
      int number,
      ShardSettings settings,
      ShardPorts ports,
      Node node,
      ShardElection election,
      Runnable wakeUp) {
    this.inbox = new ShardInbox(wakeUp);
    this.quarantine = new Quarantine();
    this.election = election;
    this.passesOn = node.passesOn();
    this.template =
        new Ownership(
            number, 0, settings, ports, node.definitions(), node.counters(), inbox, quarantine);
  }

  /**
   * What all shards of a node share.
   *
   * @param passesOn whether a shard that is won is meant for another node, and is to be let go;
   *     safe for any thread
   */
  public record Node(Definitions definitions, ShardCounters counters, IntPredicate passesOn) {

    /** A node that keeps whatever it wins. */
    public Node(Definitions definitions, ShardCounters counters) {
      this(definitions, counters, shard -> false);
    }
  }

  /** Joins the race. */
  public void start() {
    election.start(new RaceListener(inbox));
  }

  /** Drains, then lets go: takes no more input, settles what is on its way, closes the session. */
  public CompletableFuture<@Nullable Void> stop() {
    inbox.put(new ShardMessage.Stop());
    return stopped;
  }

  /**
   * Drains, lets go and joins the race again at its end, so that the next in line has the shard.
   * Does nothing while the shard is not this node's. What is not settled within {@link
   * #GIVE_BACK_WITHIN_MILLIS} is left to the successor.
   */
  public void giveBack() {
    inbox.put(new ShardMessage.GiveBack());
  }

  /** True while the shard is this node's and is to stay so. */
  public boolean isSettledHere() {
    return liveSagas >= 0 && !givingBack;
  }

  public int number() {
    return template.shard();
  }

  /** How many sagas live in this shard; -1 while it is not this node's. */
  public int liveSagas() {
    return liveSagas;
  }

  /**
   * Does whatever can be done now, without waiting.
   *
   * @return true if anything was done
   */
  public boolean doWork() {
    boolean worked = false;
    try {
      for (ShardMessage message = inbox.poll(); message != null; message = inbox.poll()) {
        hear(message);
        worked = true;
      }
      if (term != null && !suspended) {
        worked |= run(term);
      }
    } catch (SagaSetAside e) {
      readAgain(e);
      worked = true;
    } catch (ShardLost e) {
      LOG.warn("Shard {}: {} It is raced for again.", number(), e.getMessage());
      drop();
      election.restart();
      worked = true;
    }
    finishIfSettled();
    handOverIfSettled();
    return worked;
  }

  /** When to call {@link #doWork} although nothing was heard, in milliseconds since 1970. */
  public long nextAt() {
    if (term == null || suspended) {
      return givingBack ? clock().timeAt(giveBackBy) : Long.MAX_VALUE;
    }
    long reopening = term.isIdle() ? clock().timeAt(reopenAt) : Long.MAX_VALUE;
    long next = Math.min(term.nextAt(isTakingInput()), reopening);
    return givingBack ? Math.min(next, clock().timeAt(giveBackBy)) : next;
  }

  /** The saga as this node holds it in memory, on the shard's thread; null if it does not. */
  @Nullable LiveSaga find(String sagaId) {
    return term == null ? null : term.find(sagaId);
  }

  /**
   * Lets go at once, because the shard cannot go on here: another node may have it. Does nothing if
   * that is done.
   */
  void abandon() {
    drop();
    election.close();
    stopped.complete(null);
  }

  private boolean run(ShardTerm current) {
    long now = clock().millis();
    while (!outcomes.isEmpty()) {
      current.hear(outcomes.removeFirst(), now);
    }
    if (clock().elapsedMillis() >= reopenAt && journal != null && current.isIdle()) {
      takeOver(journal);
    }
    boolean worked = term != null && term.work(now, isTakingInput());
    liveSagas = term == null ? -1 : term.liveSagas();
    return worked;
  }

  private ShardClock clock() {
    return template.ports().clock();
  }

  /** False also while the input cannot be read: what is known then may be old. */
  private boolean isTakingInput() {
    return !stopping && !givingBack && reopenAt == Long.MAX_VALUE;
  }

  private void hear(ShardMessage message) {
    if (message instanceof ShardMessage.TermMessage about) {
      if (term != null && about.term() == terms) {
        hear(about, term);
      }
    } else if (message instanceof ShardMessage.Won won) {
      quarantine.clear();
      if (passesOn.test(number())) {
        election.restart();
      } else {
        takeOver(won.journal());
      }
    } else if (message instanceof ShardMessage.Lost lost) {
      if (term != null) {
        LOG.warn("Shard {}: lost: {}", number(), lost.why());
      }
      drop();
    } else if (message instanceof ShardMessage.Stop) {
      stopping = true;
    } else if (message instanceof ShardMessage.GiveBack) {
      givingBack = term != null;
      giveBackBy = clock().elapsedMillis() + GIVE_BACK_WITHIN_MILLIS;
    } else {
      suspended = message instanceof ShardMessage.Suspended;
    }
  }

  private void hear(ShardMessage.TermMessage message, ShardTerm current) {
    if (message instanceof ShardMessage.FeedFailed failed) {
      LOG.error(
          "Shard {} stands still, its input cannot be read: {} It is tried again every {} s.",
          number(),
          failed.why(),
          REOPEN_AFTER_MILLIS / 1_000);
      reopenAt = clock().elapsedMillis() + REOPEN_AFTER_MILLIS;
    } else if (message instanceof ShardMessage.Appended appended) {
      outcomes.addLast(appended);
    } else {
      current.hear(message, clock().millis());
    }
  }

  private void takeOver(ShardJournal won) {
    if (term != null && won == journal) {
      quarantine.hold(term.durable().toList(), term.durableKeys().toList());
    }
    drop();
    if (stopping) {
      return;
    }
    terms++;
    suspended = false;
    reopenAt = Long.MAX_VALUE;
    journal = won;
    ShardTerm begun = Takeover.begin(ownership(), won);
    term = begun;
    template.ports().feed().open(number(), begun.position(), new FeedListener(inbox, terms));
  }

  private Ownership ownership() {
    return new Ownership(
        number(),
        terms,
        template.settings(),
        template.ports(),
        template.definitions(),
        template.counters(),
        inbox,
        quarantine);
  }

  /**
   * One saga is not as believed: begin a new term in the same session, in which that saga parks, as
   * soon as nothing of this one is on its way.
   */
  private void readAgain(SagaSetAside aside) {
    LOG.error("Shard {} is read again: {}", number(), aside.getMessage());
    quarantine.add(aside.sagaId(), find(aside.sagaId()), String.valueOf(aside.getMessage()));
    reopenAt = clock().elapsedMillis();
  }

  private void drop() {
    if (term != null) {
      template.ports().feed().close(number());
      term.close();
    }
    term = null;
    journal = null;
    outcomes.clear();
    liveSagas = -1;
    givingBack = false;
  }

  private void finishIfSettled() {
    if (stopping && !stopped.isDone() && (term == null || term.isSettled())) {
      drop();
      election.close();
      stopped.complete(null);
    }
  }

  private void handOverIfSettled() {
    if (!givingBack || stopping) {
      return;
    }
    boolean late = clock().elapsedMillis() >= giveBackBy;
    if (term == null || late || term.isSettled()) {
      drop();
      election.restart();
    }
  }
}
