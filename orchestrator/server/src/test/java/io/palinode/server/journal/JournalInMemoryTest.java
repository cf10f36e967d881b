package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The model that the simulation runs on keeps the same promises as the real journal. */
class JournalInMemoryTest implements ShardJournalContract {
  private final MemoryJournals journals = new MemoryJournals();

  private record InMemory(MemoryJournal journal) implements Owner {
    @Override
    public void loseRequests() {
      journal.loseRequests();
    }

    @Override
    public void loseAnswers() {
      journal.loseAnswers();
    }

    @Override
    public void reconnect() {
      journal.reconnect();
    }

    @Override
    public void expire() {
      journal.expire();
    }
  }

  @Override
  public Owner join() {
    return new InMemory(journals.join());
  }

  @Override
  public void deleteLog(String sagaId) {
    journals.deleteLog(sagaId);
  }

  @Override
  public void changeLog(String sagaId, String log) {
    journals.changeLog(sagaId, log.getBytes(UTF_8));
  }

  @Override
  public void breakLock(String sagaId) {
    journals.breakLock(sagaId);
  }

  @Override
  public Head storedHead() {
    return journals.head();
  }
}
