package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.server.journal.SagaWrite.Append;
import io.palinode.server.journal.SagaWrite.Create;
import io.palinode.server.journal.SagaWrite.Remove;
import java.time.Duration;

/**
 * A shard's journal as its contracts see it: owners who join, a network that fails, and somebody
 * who meddles with a saga.
 */
public interface JournalUnderTest {
  Duration PATIENCE = Duration.ofSeconds(30);

  /** One owner's journal, and its network. */
  interface Owner {
    ShardJournal journal();

    /** What is appended from now on does not reach the journal before {@link #reconnect}. */
    void loseRequests();

    /** What is appended from now on is applied, but its answer is lost. */
    void loseAnswers();

    void reconnect();

    void expire();
  }

  /** A new owner in a session of its own, who has not taken the shard over. */
  Owner join();

  void deleteLog(String sagaId);

  void changeLog(String sagaId, String log);

  void breakLock(String sagaId);

  /** The head, read past every owner. */
  Head storedHead();

  default OwnedShard takeOver(Owner owner) {
    return new OwnedShard(owner, owner.journal().takeOver("test"));
  }

  default Create create(String sagaId, String log) {
    return create(sagaId, log, SagaLock.NONE);
  }

  default Create create(String sagaId, String log, SagaLock lock) {
    return new Create(sagaId, log.getBytes(UTF_8), lock);
  }

  default Append append(String sagaId, String log, int version) {
    return append(sagaId, log, version, SagaLock.NONE);
  }

  default Append append(String sagaId, String log, int version, SagaLock lock) {
    return new Append(sagaId, log.getBytes(UTF_8), version, lock);
  }

  default Remove remove(String sagaId, int version) {
    return new Remove(sagaId, version);
  }
}
