package io.palinode.server.journal.zookeeper;

import io.palinode.core.BrokenInvariant;
import io.palinode.saga.DefinitionRef;
import io.palinode.server.journal.StoredDefinition;
import io.palinode.server.journal.StoredSaga;
import io.palinode.server.journal.UnreadableLog;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;

/**
 * Makes a namespace forget a version of a saga that nobody needs any more, so that another
 * definition may be served under it.
 *
 * <p>Refused while an orchestrator runs, which might start such a saga at any moment, and while one
 * lives. Blocks; used by one thread.
 */
public record Forgetting(DefinitionRegister register, ZooKeeper session) {
  private static final int MOST_NAMED = 5;

  /**
   * Returns when the version is forgotten.
   *
   * @throws DefinitionInUse if something is in the way, or there is no such version
   * @throws io.palinode.server.journal.ShardLost if ZooKeeper goes away
   */
  public void forget(String saga, int version) {
    BlockingSession asking = new BlockingSession(session);
    var versions = register.versions(session, saga);
    StoredDefinition stored = versions.get(version);
    if (stored == null) {
      throw refused(
          versions.isEmpty()
              ? "has never served a saga '%s', only %s.".formatted(saga, register.sagas(asking))
              : "has no version %d of saga '%s', only %s."
                  .formatted(version, saga, versions.keySet()));
    }
    String running = RunningNodes.sentence(asking, register.namespace());
    if (!running.isEmpty()) {
      throw refused(running);
    }
    requireNoneLives(stored.ref());
    asking.commit(
        "forget " + stored.ref(), List.of(Op.delete(register.path(saga) + "/" + version, -1)));
  }

  private void requireNoneLives(DefinitionRef ref) {
    List<String> pinned = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    new LiveLogs(session, register.namespace())
        .read(
            saga -> {
              try {
                if (pins(saga, ref)) {
                  pinned.add(saga.sagaId());
                }
              } catch (UnreadableLog | BrokenInvariant e) {
                unreadable.add(saga.sagaId());
              }
            });
    if (!pinned.isEmpty()) {
      throw refused(
          "has %d sagas that live and began with %s, such as %s. Let them end, or move them to another version with 'migrate'."
              .formatted(pinned.size(), ref, some(pinned)));
    }
    if (!unreadable.isEmpty()) {
      throw refused(
          "has %d sagas whose logs cannot be read, so nobody knows what they began with, such as %s. See to them first."
              .formatted(unreadable.size(), some(unreadable)));
    }
  }

  private static boolean pins(StoredSaga saga, DefinitionRef ref) {
    DefinitionRef pinned = saga.state().definition();
    return pinned.name().equals(ref.name()) && pinned.version() == ref.version();
  }

  private static List<String> some(List<String> sagaIds) {
    return sagaIds.stream().sorted().limit(MOST_NAMED).toList();
  }

  private DefinitionInUse refused(String why) {
    return new DefinitionInUse("The namespace '%s' %s".formatted(register.namespace(), why));
  }
}
