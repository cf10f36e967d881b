package io.palinode.server.runtime;

import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaState;
import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.DoneSegment;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.SagaWrite;
import io.palinode.server.journal.SagaWrite.Append;
import io.palinode.server.journal.SagaWrite.Create;
import io.palinode.server.journal.SagaWrite.Remove;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.StoredKey;
import io.palinode.server.journal.StoredSaga;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A journal that checks what its owner writes.
 *
 * <ul>
 *   <li>The fold of every log that is written is the state that the owner has in memory.
 *   <li>The position never goes back, nor past what the owner was given to read.
 *   <li>No step times out whose reply was in its partition in time.
 *   <li>No saga leaves before Kafka has acknowledged its last report.
 * </ul>
 *
 * <p>It tells the simulation which commands are durable, and how often sagas have parked.
 */
final class WatchedJournal implements ShardJournal {
  private final ShardJournal journal;
  private final Supplier<Shard> shard;
  private final WatchedFeed feed;
  private final Facts facts;
  private InputPosition written = InputPosition.BEGINNING;

  WatchedJournal(ShardJournal journal, Supplier<Shard> shard, WatchedFeed feed, Facts facts) {
    this.journal = journal;
    this.shard = shard;
    this.feed = feed;
    this.facts = facts;
  }

  @Override
  public Head takeOver(String owner) {
    Head head = journal.takeOver(owner);
    written = head.position();
    feed.expectOpening(shard.get().number(), written);
    return head;
  }

  @Override
  public void load(Consumer<StoredSaga> each) {
    journal.load(
        stored -> {
          note(stored.sagaId(), stored.log());
          each.accept(stored);
        });
  }

  @Override
  public void loadKeys(Consumer<StoredKey> each) {
    journal.loadKeys(each);
  }

  @Override
  public void loadDone(Consumer<DoneSegment> each) {
    journal.loadDone(each);
  }

  @Override
  public void append(Batch batch, Consumer<AppendOutcome> outcome) {
    batch.writes().forEach(this::check);
    check(batch.head().position());
    journal.append(
        batch,
        settled -> {
          if (settled instanceof AppendOutcome.Committed) {
            batch.writes().forEach(this::note);
          }
          outcome.accept(settled);
        });
  }

  private void check(SagaWrite write) {
    if (write instanceof Remove) {
      if (!facts.isReported(write.sagaId())) {
        throw new AssertionError(write.sagaId() + " leaves before Kafka has its last report.");
      }
      return;
    }
    SagaState folded = Journaled.fold(write.sagaId(), log(write));
    LiveSaga live = shard.get().find(write.sagaId());
    if (live == null || !live.state().equals(folded)) {
      throw new AssertionError(
          "The journal says%n  %s%nand memory%n  %s"
              .formatted(folded, live == null ? null : live.state()));
    }
  }

  private void check(InputPosition next) {
    InputPosition read = feed.delivered(shard.get().number());
    boolean back = next.starts() < written.starts() || next.replies() < written.replies();
    boolean beyond =
        next.starts() > Math.max(written.starts(), read.starts())
            || next.replies() > Math.max(written.replies(), read.replies());
    if (back || beyond) {
      throw new AssertionError(
          "The position moves from %s to %s, but %s was read.".formatted(written, next, read));
    }
    written = next;
  }

  private void note(SagaWrite write) {
    if (!(write instanceof Remove)) {
      note(write.sagaId(), log(write));
    }
  }

  private void note(String sagaId, byte[] log) {
    facts.journaled(sagaId, Journaled.events(log));
    Journaled.events(log).stream()
        .filter(CommandIssued.class::isInstance)
        .map(CommandIssued.class::cast)
        .forEach(issued -> facts.durable(sagaId, issued));
    int parked = Journaled.fold(sagaId, log).standing().parked();
    if (parked > 0) {
      facts.parked(sagaId, parked);
    }
  }

  private static byte[] log(SagaWrite write) {
    return write instanceof Create created ? created.log() : ((Append) write).log();
  }
}
